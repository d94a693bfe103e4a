import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { allTopics } from '@leadstream/contracts';
import { TEST_ENCRYPTION_KEYS, testDatabase, type TestDatabase, testRedis, testStack, testTopics } from '@leadstream/testing';
import { appEnvironment, type AppName, type AppSettings, LocalApps } from '../../../infra/local/index.ts';
import { GatewayClient } from './gateway-client.js';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** The six apps as processes, on a database, topics and a Redis of their own. */
export interface System {
  readonly apps: LocalApps;
  /** Base URL of the gateway, the only door that the tests use. */
  readonly gatewayUrl: string;
  readonly database: TestDatabase;
  /** Superuser's view of the database, to check what no API shows. */
  readonly adminUrl: string;
  readonly traceFolder: string;
  /** Every key of the cache and what lies under it. */
  cacheContents(): Promise<string[]>;
  topicName(topic: string): string;
  /** What an app's process runs with, for commands that act on its behalf. */
  environmentOf(app: AppName): Readonly<Record<string, string>>;
  /** Creates a tenant by the bootstrap command. @returns its admin key */
  createTenantKey(name: string): Promise<string>;
  /** The same; the client acts with the admin key. */
  createTenant(name: string): Promise<GatewayClient>;
  stop(): Promise<void>;
}

/** Starts the whole system as `npm start` does, without its sample data. */
export async function startSystem(variables: Readonly<Record<string, string>> = {}): Promise<System> {
  const stack = testStack();
  const [database, topics, redis] = await Promise.all([testDatabase(), testTopics(allTopics, { partitions: 3 }), testRedis()]);
  // In the stack's folder, where its end finds apps that an aborted run left behind.
  const folder = mkdtempSync(join(stack.folder, 'e2e-'));
  const settings: AppSettings = {
    postgresAdminUrl: stack.postgresUrl,
    database: database.name,
    rolePassword: stack.rolePassword,
    kafkaBrokers: stack.kafkaBrokers.join(','),
    redisUrl: redis.url,
    contextSecret: 'context-secret-of-the-end-to-end-tests',
    encryptionKeys: TEST_ENCRYPTION_KEYS,
    topicPrefix: topics.prefix,
    nodeEnv: 'test',
    variables: { LOG_LEVEL: 'info', DOCUMENT_FOLDER: join(folder, 'documents'), ...variables },
  };
  const apps = await LocalApps.start({ folder, settings });
  const createTenantKey = async (name: string): Promise<string> => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(REPOSITORY, 'apps/gateway/dist/bootstrap.js'), '--tenant', name, '--admin', 'admin@example.com', '--json'],
      { cwd: REPOSITORY, env: appEnvironment('gateway', settings, apps.ports) },
    );
    return (JSON.parse(stdout) as { apiKey: string }).apiKey;
  };
  return {
    apps,
    gatewayUrl: apps.url('gateway'),
    database,
    adminUrl: database.adminUrl,
    traceFolder: folder,
    cacheContents: () => redis.contents(),
    topicName: (topic) => topics.name(topic),
    environmentOf: (app) => appEnvironment(app, settings, apps.ports),
    createTenantKey,
    createTenant: async (name) => new GatewayClient(apps.url('gateway'), await createTenantKey(name)),
    stop: async () => {
      await apps.stop();
      await Promise.all([database.drop(), topics.drop(), redis.drop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

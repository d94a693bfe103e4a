import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  appEnvironment,
  type AppName,
  type AppSettings,
  APPS,
  build,
  dropDatabase,
  ensureTopics,
  LocalApps,
  roleUrl,
  schemaOf,
  prepareDatabase,
  stackFolder,
  stackSecrets,
  startStack,
} from '../../infra/local/index.ts';

const NAME = 'bench';
const DATABASE = 'leadstream_bench';
const BOOTSTRAP = fileURLToPath(new URL('../../apps/gateway/dist/bootstrap.js', import.meta.url));

/** A whole system of its own, on an empty database. */
export interface BenchSystem {
  readonly gatewayUrl: string;
  readonly brokers: readonly string[];
  /** Stands before the names of topics. */
  readonly topicPrefix: string;
  /** Key of the contexts that the gateway signs. */
  readonly contextSecret: string;
  /** Connection string of a superuser, to whom no row is hidden. */
  readonly adminUrl: string;
  /** Ignored folder of the system; what is put there stays small or is taken away. */
  readonly folder: string;
  url(app: AppName): string;
  pid(part: AppName | 'postgres' | 'kafka'): number;
  /** Connection string of a slice's role. */
  roleUrl(app: AppName, role: 'service' | 'owner'): string;
  /** Processes of the six apps and the three servers, without their children. */
  readonly pids: readonly number[];
  /** Starts one more process of an app. @returns where it answers */
  addReplica(app: AppName, name: string): Promise<string>;
  /** @returns the admin key of a new tenant */
  createTenant(name: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * @param variables for every app, such as limits that would stand in a benchmark's way
 * @param apps those to start, where the others would only take processor time from what is measured
 */
export async function startBenchSystem(variables: Readonly<Record<string, string>>, apps: readonly AppName[] = APPS): Promise<BenchSystem> {
  await build();
  const folder = stackFolder(NAME);
  const stack = await startStack({ name: NAME });
  try {
    const settings: AppSettings = {
      ...stackSecrets(folder),
      postgresAdminUrl: stack.postgres.adminUrl,
      database: DATABASE,
      kafkaBrokers: stack.kafka.brokers,
      redisUrl: stack.redis.url,
      topicPrefix: `bench-${Date.now()}.`,
      nodeEnv: 'test',
      variables: { LOG_LEVEL: 'warn', ...variables },
    };
    const database = { adminUrl: stack.postgres.adminUrl, database: DATABASE };
    await dropDatabase(database);
    await prepareDatabase({ ...database, rolePassword: settings.rolePassword });
    await ensureTopics(stack.kafka.brokers, settings.topicPrefix);
    const running = await LocalApps.start({ folder, settings, apps });
    return {
      gatewayUrl: running.url('gateway'),
      brokers: stack.kafka.brokers.split(','),
      topicPrefix: settings.topicPrefix,
      contextSecret: settings.contextSecret,
      adminUrl: Object.assign(new URL(stack.postgres.adminUrl), { pathname: `/${DATABASE}` }).toString(),
      folder,
      url: (app) => running.url(app),
      pid: (part) => (part === 'postgres' || part === 'kafka' ? serverPid(folder, part) : (running.pid(part) ?? 0)),
      roleUrl: (app, role) => roleUrl(settings, `${schemaOf(app)}_${role}`),
      pids: [...apps.flatMap((app) => running.pid(app) ?? []), ...serverPids(folder)],
      addReplica: async (app, name) => (await running.addReplica(app, { name })).url,
      createTenant: (name) => bootstrap(name, appEnvironment('gateway', settings, running.ports)),
      stop: async () => {
        await running.stop();
        await stack.stop();
      },
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function bootstrap(tenant: string, environment: Record<string, string>): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [BOOTSTRAP, '--tenant', tenant, '--admin', 'admin@example.com', '--json'],
    { env: environment },
  );
  return (JSON.parse(stdout) as { apiKey: string }).apiKey;
}

function serverPids(folder: string): number[] {
  return ['postgres', 'kafka', 'redis'].map((server) => serverPid(folder, server));
}

function serverPid(folder: string, server: string): number {
  return (JSON.parse(readFileSync(join(folder, `${server}.pid.json`), 'utf8')) as { pid: number }).pid;
}

import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import {
  type DatabaseName,
  dropDatabase,
  prepareDatabase,
  readStack,
  type Stack,
  stackFolder,
  stackSecrets,
  startPooler,
  startStack,
  STATE_ROOT,
  stopStack,
} from '../../infra/local/index.ts';

/** Stays up between runs that say TEST_STACK=keep, and is shared by them. */
const KEPT = 'test';
const KAFKA_PROGRAM = fileURLToPath(new URL('../../infra/local/kafka.ts', import.meta.url));

/** Variables that tell the specs where their servers are; `libs/testing` reads them. */
export type TestEnvironment = Readonly<Record<string, string>>;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Ends and forgets the stacks of runs that were killed. */
async function sweep(): Promise<void> {
  const names = globSync('test-*', { cwd: STATE_ROOT }).filter((name) => /^test-\d+$/.test(name));
  const abandoned = names.filter((name) => !isAlive(Number(name.slice('test-'.length))));
  await Promise.all(abandoned.map((name) => stopStack(name, { wipe: true })));
}

interface RunStack {
  readonly stack: Stack;
  readonly end: (template: DatabaseName) => Promise<void>;
}

async function keptStack(): Promise<RunStack> {
  return { stack: (await readStack(KEPT)) ?? (await startStack({ name: KEPT, keep: true })), end: dropDatabase };
}

/** Servers that only this run knows, so that runs side by side do not meet. */
async function freshStack(): Promise<RunStack> {
  await sweep();
  const name = `test-${process.pid}`;
  return { stack: await startStack({ name, disposable: true }), end: () => stopStack(name, { wipe: true }) };
}

export interface TestServersOptions {
  /** A PgBouncer in transaction mode stands before Postgres, for services and relays. */
  readonly pooled: boolean;
}

/** Few enough that clients take turns; a spec that keeps one transaction open in another's way still finds a connection. */
const POOL_SIZE = 6;

interface RunPooler {
  readonly environment: TestEnvironment;
  readonly stop: () => Promise<void>;
}

async function poolerOf(stack: Stack, password: string): Promise<RunPooler> {
  const single = `spec_single_${process.pid}`;
  const { roleName, SCHEMAS } = await import('@leadstream/persistence');
  const { address, stop } = await startPooler({
    folder: join(stackFolder(stack.name), `pooler-${process.pid}`),
    postgresUrl: stack.postgres.adminUrl,
    roles: SCHEMAS.flatMap((schema) => [roleName(schema, 'service'), roleName(schema, 'relay')]),
    password,
    poolSize: POOL_SIZE,
    singleConnection: single,
  });
  return { environment: { TEST_POOLER_ADDRESS: address, TEST_POOLER_SINGLE: single }, stop };
}

/** Runs the work with servers and a migrated template database, and ends them afterwards however it went. */
export async function withTestServers<T>(
  work: (environment: TestEnvironment) => Promise<T>,
  { pooled }: TestServersOptions = { pooled: false },
): Promise<T> {
  const { stack, end } = process.env['TEST_STACK'] === 'keep' ? await keptStack() : await freshStack();
  const folder = stackFolder(stack.name);
  const { rolePassword } = stackSecrets(folder);
  const template = { adminUrl: stack.postgres.adminUrl, database: `template_${process.pid}` };
  let pooler: RunPooler | undefined;
  try {
    pooler = pooled ? await poolerOf(stack, rolePassword) : undefined;
    await prepareDatabase({ ...template, rolePassword });
    return await work({
      ...pooler?.environment,
      TEST_POSTGRES_URL: template.adminUrl,
      TEST_KAFKA_BROKERS: stack.kafka.brokers,
      TEST_REDIS_URL: stack.redis.url,
      TEST_TEMPLATE_DATABASE: template.database,
      TEST_ROLE_PASSWORD: rolePassword,
      TEST_FOLDER: folder,
      TEST_KAFKA_PROGRAM: KAFKA_PROGRAM,
    });
  } finally {
    await pooler?.stop();
    await end(template);
  }
}

import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type DatabaseName,
  dropDatabase,
  prepareDatabase,
  readStack,
  type Stack,
  stackFolder,
  stackSecrets,
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
  return { stack: await startStack({ name }), end: () => stopStack(name, { wipe: true }) };
}

/** Runs the work with servers and a migrated template database, and ends them afterwards however it went. */
export async function withTestServers<T>(work: (environment: TestEnvironment) => Promise<T>): Promise<T> {
  const { stack, end } = process.env['TEST_STACK'] === 'keep' ? await keptStack() : await freshStack();
  const folder = stackFolder(stack.name);
  const { rolePassword } = stackSecrets(folder);
  const template = { adminUrl: stack.postgres.adminUrl, database: `template_${process.pid}` };
  try {
    await prepareDatabase({ ...template, rolePassword });
    return await work({
      TEST_POSTGRES_URL: template.adminUrl,
      TEST_KAFKA_BROKERS: stack.kafka.brokers,
      TEST_REDIS_URL: stack.redis.url,
      TEST_TEMPLATE_DATABASE: template.database,
      TEST_ROLE_PASSWORD: rolePassword,
      TEST_FOLDER: folder,
      TEST_KAFKA_PROGRAM: KAFKA_PROGRAM,
    });
  } finally {
    await end(template);
  }
}

import {
  dropDatabase,
  prepareDatabase,
  readStack,
  type Stack,
  stackFolder,
  stackSecrets,
  startStack,
  stopStack,
} from '../../infra/local/index.ts';

const NAME = 'test';

/** Variables that tell the specs where their servers are; `libs/testing` reads them. */
export type TestEnvironment = Readonly<Record<string, string>>;

/** With TEST_STACK=keep a running stack is shared and left running; otherwise the run gets a fresh one of its own. */
const keepStack = process.env['TEST_STACK'] === 'keep';

async function startServers(): Promise<Stack> {
  const running = keepStack ? await readStack(NAME) : undefined;
  if (!running && !keepStack) await stopStack(NAME, { wipe: true });
  return running ?? startStack({ name: NAME, keep: keepStack });
}

/** Runs the work with servers and a migrated template database, and ends them afterwards however it went. */
export async function withTestServers<T>(work: (environment: TestEnvironment) => Promise<T>): Promise<T> {
  const stack = await startServers();
  const { rolePassword } = stackSecrets(stackFolder(NAME));
  const { adminUrl } = stack.postgres;
  const template = `template_${process.pid}`;
  try {
    await prepareDatabase({ adminUrl, database: template, rolePassword });
    return await work({
      TEST_POSTGRES_URL: adminUrl,
      TEST_KAFKA_BROKERS: stack.kafka.brokers,
      TEST_REDIS_URL: stack.redis.url,
      TEST_TEMPLATE_DATABASE: template,
      TEST_ROLE_PASSWORD: rolePassword,
    });
  } finally {
    if (keepStack) await dropDatabase({ adminUrl, database: template });
    else await stopStack(NAME, { wipe: true });
  }
}

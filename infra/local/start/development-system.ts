import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appEnvironment, APPS, type AppSettings } from '../apps/app-environment.ts';
import { LocalApps } from '../apps/local-apps.ts';
import { type Stack, startStack } from '../servers/local-stack.ts';
import { stackSecrets } from '../servers/stack-secrets.ts';
import { stackFolder } from '../servers/stack-state.ts';
import { build } from './build.ts';
import { closingLines } from './closing-lines.ts';
import { prepareDatabase } from './database.ts';
import { Progress } from './progress.ts';
import { sampleTenant } from './sample-tenant.ts';
import { ensureTopics } from './topics.ts';

export const NAME = 'dev';
const DATABASE = 'leadstream';
const GATEWAY_PORT = 3000;
const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function startServers(progress: Progress): Promise<Stack> {
  return startStack({
    name: NAME,
    onReady: ({ name, source, address, seconds }) => progress.line(3, name, `ready on ${address}, ${source}`, seconds),
  });
}

function settingsFor(stack: Stack, folder: string): AppSettings {
  return {
    ...stackSecrets(folder),
    postgresAdminUrl: stack.postgres.adminUrl,
    database: DATABASE,
    kafkaBrokers: stack.kafka.brokers,
    redisUrl: stack.redis.url,
    topicPrefix: '',
    nodeEnv: 'development',
    variables: {},
  };
}

function startApps(settings: AppSettings, folder: string, progress: Progress, ending: AbortSignal): Promise<LocalApps> {
  const onReady = (app: string, seconds: number): void => progress.line(6, app, 'ready', seconds);
  const onCrash = (app: string, restartInMs: number): void =>
    say(`${app} ended unexpectedly, next start in ${restartInMs / 1000} s; see ${relative(REPOSITORY, folder)}/app-${app}.log`);
  return LocalApps.start({ folder, settings, gatewayPort: GATEWAY_PORT, onReady, onCrash, ending });
}

/**
 * Brings everything up, step by step, and prints how to use it. What it has started is found by `stopStack`.
 * @param ending once aborted, apps that end are not started again
 */
export async function startDevelopmentSystem(ending: AbortSignal): Promise<void> {
  const progress = new Progress(7, say);
  const folder = stackFolder(NAME);
  await progress.step(
    1,
    'checks',
    async () => checkNode(),
    (version) => `Node ${version}`,
  );
  const [stack] = await Promise.all([
    startServers(progress),
    progress.step(
      2,
      'build',
      () => build(),
      () => 'up to date',
    ),
  ]);
  const settings = settingsFor(stack, folder);
  const database = { adminUrl: stack.postgres.adminUrl, database: DATABASE, rolePassword: settings.rolePassword };
  await Promise.all([
    progress.step(
      4,
      'migrations',
      () => prepareDatabase(database),
      (count) => `${count} ran`,
    ),
    progress.step(
      5,
      'topics',
      () => ensureTopics(stack.kafka.brokers),
      (count) => `${count} there`,
    ),
  ]);
  const apps = await startApps(settings, folder, progress, ending);
  const gatewayEnvironment = appEnvironment('gateway', settings, apps.ports);
  const sample = await progress.step(
    7,
    'sample data',
    () => sampleTenant({ folder, gatewayUrl: apps.url('gateway'), gatewayEnvironment }),
    () => 'there',
  );
  closingLines({
    gatewayUrl: apps.url('gateway'),
    sample,
    logs: `${relative(REPOSITORY, folder)}/*.log (${APPS.length} apps, 3 servers)`,
  }).forEach(say);
}

function checkNode(): string {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 24)
    throw new Error(
      `Node 24 or newer is needed, this is ${process.version}: run \`npm start\`, which uses the one that \`npm ci\` installed`,
    );
  return process.version;
}

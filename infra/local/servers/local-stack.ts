import { rmSync } from 'node:fs';
import { BackgroundProcess } from '../processes/background-process.ts';
import { composeAnswers, startComposed, stopComposed } from './compose.ts';
import { kafkaProcess, startEmbeddedKafka } from '../embedded/kafka.ts';
import { DISPOSABLE, postgresProcess, startEmbeddedPostgres } from '../embedded/postgres.ts';
import { redisProcess, startEmbeddedRedis } from '../embedded/redis.ts';
import { identify } from '../processes/process-identity.ts';
import { answers } from './readiness.ts';
import { givenAddresses, publicAddress, type ServerAddresses, type ServerName, SERVERS, type ServerSource } from './servers.ts';
import { holder, readStackState, STATE_ROOT, stackFolder, type StackState, writeStackState } from './stack-state.ts';
import { whileLocked } from './start-lock.ts';
import { waitUntil } from '../processes/wait-until.ts';

const READY_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 20_000;

/** A server that answers. */
export interface ReadyServer {
  readonly name: ServerName;
  readonly source: ServerSource;
  readonly address: string;
  readonly seconds: number;
}

export interface StackOptions {
  readonly name: string;
  /** The ignored folder of all stacks; `.leadstream` at the root of the checkout unless given. */
  readonly root?: string;
  /** True: the stack stays up when the launcher ends. */
  readonly keep?: boolean;
  /** True: processes of this launcher alone, whatever the environment names, so that they may be killed. */
  readonly own?: boolean;
  /** True: nobody wants the data back once this machine has gone down; an embedded Postgres is then spared the disk. */
  readonly disposable?: boolean;
  readonly onReady?: (server: ReadyServer) => void;
}

/** Running servers and how to reach them. */
export interface Stack {
  readonly name: string;
  readonly postgres: { readonly adminUrl: string };
  readonly kafka: { readonly brokers: string };
  readonly redis: { readonly url: string };
  /** Ends every process of the stack; servers that were given stay as they are. */
  stop(): Promise<void>;
}

export function backgroundProcesses(folder: string): Readonly<Record<ServerName, BackgroundProcess>> {
  return { postgres: postgresProcess(folder), kafka: kafkaProcess(folder), redis: redisProcess(folder) };
}

/** Containers have no pid file of ours; they count as running until they are stopped. */
function isComposed(state: StackState | undefined): boolean {
  return Object.values(state?.servers ?? {}).some(({ source }) => source === 'compose');
}

function asStack(name: string, root: string, state: StackState): Stack {
  const { postgres, kafka, redis } = state.servers;
  return {
    name,
    postgres: { adminUrl: postgres.address },
    kafka: { brokers: kafka.address },
    redis: { url: redis.address },
    stop: () => stopStack(name, { root }),
  };
}

export function startEmbedded(server: ServerName, folder: string, root: string, disposable = false): Promise<string> {
  if (server === 'postgres') return startEmbeddedPostgres(folder, disposable ? DISPOSABLE : {});
  return server === 'kafka' ? startEmbeddedKafka(folder, root) : startEmbeddedRedis(folder, root);
}

async function startServers(options: StackOptions, folder: string, root: string): Promise<StackState['servers']> {
  const given = options.own ? {} : givenAddresses();
  const missing = SERVERS.filter((server) => !given[server]);
  const composed: Promise<ServerAddresses> | undefined =
    !options.own && missing.length > 0 && (await composeAnswers()) ? startComposed(options.name, folder, missing) : undefined;
  const started = performance.now();
  const bringUp = async (server: ServerName): Promise<[ServerName, { source: ServerSource; address: string }]> => {
    const source = given[server] ? 'given' : composed ? 'compose' : 'embedded';
    const address = given[server] ?? (composed ? (await composed)[server] : await startEmbedded(server, folder, root, options.disposable));
    const child = backgroundProcesses(folder)[server];
    await waitUntil(`${server} (${source}) at ${publicAddress(address)}`, () => answers(server, address), {
      withinMs: source === 'given' ? 10_000 : READY_WITHIN_MS,
      ...(source === 'embedded' && { giveUp: () => child.endedReason() }),
    });
    options.onReady?.({ name: server, source, address: publicAddress(address), seconds: (performance.now() - started) / 1000 });
    return [server, { source, address }];
  };
  const outcomes = await Promise.allSettled(SERVERS.map(bringUp));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return Object.fromEntries(
    outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
  ) as StackState['servers'];
}

/**
 * Brings up Postgres, Kafka and Redis: each from its connection string in the environment, else by `docker compose`
 * when an engine answers, else embedded. What already runs is reused; a failed start leaves nothing running.
 * @throws Error in one line when something is missing or another launcher holds the stack
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const root = options.root ?? STATE_ROOT;
  const folder = stackFolder(options.name, root);
  return whileLocked(folder, async () => {
    const before = readStackState(folder);
    const runs = Object.values(backgroundProcesses(folder)).some((server) => server.running()) || isComposed(before);
    const other = runs ? holder(before) : undefined;
    if (other) throw new Error(`The stack "${options.name}" is in use by process ${other.pid}: stop that first`);
    const launcher = identify(process.pid);
    if (!launcher) throw new Error('This process cannot see itself in the process list');
    const kept = runs && before?.keep === true;
    try {
      const servers = await startServers(options, folder, root);
      const state: StackState = { servers, launcher, keep: options.keep === true || kept };
      writeStackState(folder, state);
      return asStack(options.name, root, state);
    } catch (error) {
      await endServers(options.name, folder, false);
      throw error;
    }
  });
}

async function endAll(processes: readonly BackgroundProcess[]): Promise<void> {
  await Promise.all(processes.map((process) => process.stop(STOP_WITHIN_MS)));
}

/** Ends every process of a stack that is none of its servers: apps, whoever started them. */
export async function stopApps(name: string, root?: string): Promise<void> {
  const folder = stackFolder(name, root);
  const logs = Object.values(backgroundProcesses(folder)).map(({ logFile }) => logFile);
  await endAll(BackgroundProcess.allIn(folder).filter(({ logFile }) => !logs.includes(logFile)));
}

async function endServers(name: string, folder: string, wipe: boolean): Promise<void> {
  await endAll(Object.values(backgroundProcesses(folder)));
  await stopComposed(name, folder, wipe);
}

/** Ends the apps and then the servers of a stack, also one that is just starting; with `wipe`, data, logs and ports are forgotten as well. */
export async function stopStack(name: string, options: { readonly root?: string; readonly wipe?: boolean } = {}): Promise<void> {
  const folder = stackFolder(name, options.root);
  await stopApps(name, options.root);
  await endServers(name, folder, options.wipe === true);
  await whileLocked(folder, () => endServers(name, folder, options.wipe === true));
  if (options.wipe) rmSync(folder, { recursive: true, force: true });
}

/** True for a stack that was started to stay up after its launcher's end. */
export function stackIsKept(name: string, root?: string): boolean {
  return readStackState(stackFolder(name, root))?.keep === true;
}

/** The stack of that name if its servers answer now, whoever started it. */
export async function readStack(name: string, root = STATE_ROOT): Promise<Stack | undefined> {
  const state = readStackState(stackFolder(name, root));
  if (!state) return undefined;
  const asked = await Promise.all(SERVERS.map((server) => answers(server, state.servers[server].address).catch(() => false)));
  return asked.every(Boolean) ? asStack(name, root, state) : undefined;
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackgroundProcess } from '../processes/background-process.ts';
import { waitUntil } from '../processes/wait-until.ts';
import type { AppName, AppPorts } from './app-environment.ts';

const READY_WITHIN_MS = 60_000;
const DRAIN_WITHIN_MS = 20_000;
const FIRST_RESTART_AFTER_MS = 500;
const LONGEST_RESTART_AFTER_MS = 10_000;
/** An app that ran for so long is not in a crash loop. */
const STABLE_AFTER_MS = 60_000;
/** kafkajs warns of a timer once; stack traces name the TypeScript lines. */
const NODE_FLAGS = ['--disable-warning=TimeoutNegativeWarning', '--enable-source-maps'];
/**
 * The whole heap is collected once it has doubled, and never because a process has little to do; one thread helps. By V8's own choice six apps
 * do it every few seconds, each with five threads: docs/adr/0058. The lead service keeps its memory small while it imports.
 */
const COLLECTOR_FLAGS = ['--heap-growing-percent=100', '--no-memory-reducer', '--v8-pool-size=1'];
const SMALL_HEAPS: readonly AppName[] = ['lead'];
/**
 * Measured: 4 MB instead of V8's 16 keeps an idle app 25 MB smaller. Whoever answers many requests has V8's own: what is still in use when
 * a small space is full moves on, and the whole heap is collected more often.
 */
const YOUNG_SPACE_MB: Partial<Record<AppName, number>> = { gateway: 16, lead: 16, compliance: 16 };
const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

export interface AppProcessOptions {
  readonly app: AppName;
  readonly folder: string;
  /** Of its log and pid file; the app's unless given. */
  readonly name?: string;
  /** Folder of the checkout whose build runs; this one unless given. */
  readonly checkout?: string;
  readonly ports: AppPorts;
  readonly environment: Readonly<Record<string, string>>;
  /** Called when the process ends after it was ready and nobody asked it to; it is then started again. Without this it stays down. */
  readonly onCrash?: (app: AppName, restartInMs: number) => void;
  /** Once aborted, nothing is started again. */
  readonly ending?: AbortSignal;
}

/** One app as a process of its own: `node apps/<app>/dist/main.js`. */
export class AppProcess {
  readonly #options: AppProcessOptions;
  readonly #process: BackgroundProcess;
  /** Was ready and is to stay up. */
  #supervised = false;
  #restartAfterMs = FIRST_RESTART_AFTER_MS;
  #spawnedAt = 0;
  #restartTimer: NodeJS.Timeout | undefined;

  constructor(options: AppProcessOptions) {
    this.#options = options;
    this.#process = new BackgroundProcess(options.folder, `app-${options.name ?? options.app}`);
  }

  get pid(): number | undefined {
    return this.#process.running()?.pid;
  }
  get logFile(): string {
    return this.#process.logFile;
  }

  /** Starts the app, ending one that an earlier launcher left; resolves when it says that it is ready. */
  async start(): Promise<void> {
    await this.#process.stop(DRAIN_WITHIN_MS);
    this.#spawn();
    await this.#untilReady();
    this.#supervised = true;
  }

  #spawn(): void {
    const { app, environment, onCrash, checkout = REPOSITORY } = this.#options;
    const main = `apps/${app}/dist/main.js`;
    if (!existsSync(join(checkout, main))) throw new Error(`${main} is not there: run \`npm run build\``);
    const collector = SMALL_HEAPS.includes(app) ? [] : COLLECTOR_FLAGS;
    const args = [...NODE_FLAGS, ...collector, `--max-semi-space-size=${YOUNG_SPACE_MB[app] ?? 4}`, join(checkout, main)];
    this.#spawnedAt = performance.now();
    const child = this.#process.start({ program: process.execPath, args, cwd: checkout, env: { ...environment } });
    if (onCrash) child.once('exit', () => this.#isMissed() && this.#restartLater(onCrash));
  }

  #isMissed(): boolean {
    return this.#supervised && this.#options.ending?.aborted !== true;
  }

  #restartLater(onCrash: NonNullable<AppProcessOptions['onCrash']>): void {
    const stayedUp = performance.now() - this.#spawnedAt > STABLE_AFTER_MS;
    const waitMs = stayedUp ? FIRST_RESTART_AFTER_MS : this.#restartAfterMs;
    this.#restartAfterMs = Math.min(waitMs * 2, LONGEST_RESTART_AFTER_MS);
    onCrash(this.#options.app, waitMs);
    this.#restartTimer = setTimeout(() => this.#isMissed() && this.#spawn(), waitMs);
  }

  /** `/health/ready` answers 200; hopeless once the process has ended. */
  async #untilReady(): Promise<void> {
    const { app, ports } = this.#options;
    const ask = async (): Promise<boolean> => {
      const answer = await fetch(`http://127.0.0.1:${ports.management}/health/ready`, { signal: AbortSignal.timeout(2_000) });
      if (!answer.ok) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 300)}`);
      return true;
    };
    await waitUntil(`${app} to be ready`, ask, { withinMs: READY_WITHIN_MS, giveUp: () => this.#process.endedReason() });
  }

  /** Sends a signal and does nothing else: what follows is what would follow a crash. */
  kill(signal: NodeJS.Signals): void {
    this.#process.signal(signal);
  }

  /** Lets the app drain, and kills it when that takes too long. */
  async stop(): Promise<void> {
    this.#supervised = false;
    clearTimeout(this.#restartTimer);
    await this.#process.stop(DRAIN_WITHIN_MS);
  }
}

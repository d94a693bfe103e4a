import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../processes/free-port.ts';
import { STATE_ROOT } from '../servers/stack-state.ts';
import { appEnvironment, type AppName, type AppPorts, APPS, type AppSettings } from './app-environment.ts';
import { choosePorts } from './app-ports.ts';
import { AppProcess } from './app-process.ts';

export interface LocalAppsOptions {
  /** Ignored folder for logs, pids and ports, for example that of the stack. */
  readonly folder: string;
  readonly settings: AppSettings;
  /** All six unless given. */
  readonly apps?: readonly AppName[];
  /** Variables of one app that win over those of all, for example addresses of proxies. */
  readonly variablesOf?: (app: AppName) => Readonly<Record<string, string>>;
  /** Port that the gateway gets at its first start if it is free. */
  readonly gatewayPort?: number;
  readonly onReady?: (app: AppName, seconds: number) => void;
  /** Given: an app that ends by itself is started again. */
  readonly onCrash?: (app: AppName, restartInMs: number) => void;
  /** Once aborted, nothing is started again. */
  readonly ending?: AbortSignal;
}

/** How a further process of an app differs from its first. */
export interface ReplicaOptions {
  /** Distinguishes its log and pid file from those of other replicas of the app. */
  readonly name: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Folder of another checkout, built, whose program is to run; this one unless given. */
  readonly checkout?: string;
}

/** A further process of an app on ports of its own; `LocalApps.stop` ends it too. */
export interface Replica {
  readonly url: string;
  readonly process: AppProcess;
}

/** The apps as processes on this machine. */
export class LocalApps {
  readonly #options: LocalAppsOptions;
  readonly #processes: ReadonlyMap<AppName, AppProcess>;
  readonly #replicas: AppProcess[] = [];
  readonly ports: Readonly<Record<AppName, AppPorts>>;

  private constructor(options: LocalAppsOptions, ports: Readonly<Record<AppName, AppPorts>>) {
    this.#options = options;
    this.ports = ports;
    const { folder, onCrash, ending } = options;
    this.#processes = new Map(
      (options.apps ?? APPS).map((app) => [
        app,
        new AppProcess({
          app,
          folder,
          ports: ports[app],
          environment: this.#environmentOf(app),
          ...(onCrash && { onCrash }),
          ...(ending && { ending }),
        }),
      ]),
    );
  }

  /** Chooses ports and starts every app; resolves when all are ready. A failed start leaves none running. */
  static async start(options: LocalAppsOptions): Promise<LocalApps> {
    mkdirSync(options.folder, { recursive: true });
    const ports = await choosePorts(options.folder, options.gatewayPort ? { gateway: options.gatewayPort } : {});
    const apps = new LocalApps(options, ports);
    try {
      await apps.#startAll();
      return apps;
    } catch (error) {
      await apps.stop();
      throw error;
    }
  }

  async #startAll(): Promise<void> {
    const started = performance.now();
    const starts = [...this.#processes].map(async ([app, process]) => {
      await process.start();
      this.#options.onReady?.(app, (performance.now() - started) / 1000);
    });
    const failed = (await Promise.allSettled(starts)).find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }

  #environmentOf(app: AppName, ports = this.ports, name: string = app): Record<string, string> {
    const { folder, settings, variablesOf } = this.#options;
    return {
      NODE_COMPILE_CACHE: join(STATE_ROOT, 'compile-cache'),
      TRACE_FILE: join(folder, 'traces', `${name}.jsonl`),
      ...appEnvironment(app, settings, ports),
      ...variablesOf?.(app),
    };
  }

  url(app: AppName): string {
    return `http://127.0.0.1:${this.ports[app].http}`;
  }
  managementUrl(app: AppName): string {
    return `http://127.0.0.1:${this.ports[app].management}`;
  }
  pid(app: AppName): number | undefined {
    return this.#process(app).pid;
  }
  logFile(app: AppName): string {
    return this.#process(app).logFile;
  }

  /** Sends a signal, e.g. SIGKILL to see what a crash does. */
  kill(app: AppName, signal: NodeJS.Signals): void {
    this.#process(app).kill(signal);
  }

  /** Asks an app for an orderly end and waits for it. @returns milliseconds that it took; after 20 s it was killed */
  async drain(app: AppName): Promise<number> {
    const startedMs = performance.now();
    await this.#process(app).stop();
    return performance.now() - startedMs;
  }

  /** Starts an app again after a kill, or stops a running one in order first; resolves when it is ready. */
  async restart(app: AppName): Promise<void> {
    await this.#process(app).stop();
    await this.#process(app).start();
  }

  /** Starts a further process of an app: it shares the work of its groups, its relay and its timed jobs, and has a door of its own. */
  async addReplica(app: AppName, { name, variables, checkout }: ReplicaOptions): Promise<Replica> {
    const own = { http: await freePort(), management: await freePort() };
    const process = new AppProcess({
      app,
      folder: this.#options.folder,
      name: `${app}-${name}`,
      ports: own,
      environment: { ...this.#environmentOf(app, { ...this.ports, [app]: own }, `${app}-${name}`), ...variables },
      ...(checkout && { checkout }),
    });
    this.#replicas.push(process);
    await process.start();
    return { url: `http://127.0.0.1:${own.http}`, process };
  }

  /** Drains and ends every app. */
  async stop(): Promise<void> {
    await Promise.all([...this.#processes.values(), ...this.#replicas].map((process) => process.stop()));
  }

  #process(app: AppName): AppProcess {
    const process = this.#processes.get(app);
    if (!process) throw new Error(`${app} was not started`);
    return process;
  }
}

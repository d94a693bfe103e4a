import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
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
  /** Port that the gateway gets at its first start if it is free. */
  readonly gatewayPort?: number;
  readonly onReady?: (app: AppName, seconds: number) => void;
  /** Given: an app that ends by itself is started again. */
  readonly onCrash?: (app: AppName, restartInMs: number) => void;
  /** Once aborted, nothing is started again. */
  readonly ending?: AbortSignal;
}

/** The apps as processes on this machine. */
export class LocalApps {
  readonly #options: LocalAppsOptions;
  readonly #processes: ReadonlyMap<AppName, AppProcess>;
  readonly ports: Readonly<Record<AppName, AppPorts>>;

  private constructor(options: LocalAppsOptions, ports: Readonly<Record<AppName, AppPorts>>) {
    this.#options = options;
    this.ports = ports;
    const { folder, settings, onCrash, ending } = options;
    const filesOf = (app: AppName): Record<string, string> => ({
      NODE_COMPILE_CACHE: join(STATE_ROOT, 'compile-cache'),
      TRACE_FILE: join(folder, 'traces', `${app}.jsonl`),
    });
    this.#processes = new Map(
      (options.apps ?? APPS).map((app) => [
        app,
        new AppProcess({
          app,
          folder,
          ports: ports[app],
          environment: { ...filesOf(app), ...appEnvironment(app, settings, ports) },
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

  /** Starts an app again after a kill, or stops a running one in order first; resolves when it is ready. */
  async restart(app: AppName): Promise<void> {
    await this.#process(app).stop();
    await this.#process(app).start();
  }

  /** Drains and ends every app. */
  async stop(): Promise<void> {
    await Promise.all([...this.#processes.values()].map((process) => process.stop()));
  }

  #process(app: AppName): AppProcess {
    const process = this.#processes.get(app);
    if (!process) throw new Error(`${app} was not started`);
    return process;
  }
}

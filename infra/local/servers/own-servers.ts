import { waitUntil } from '../processes/wait-until.ts';
import { backgroundProcesses, startEmbedded } from './local-stack.ts';
import { answers } from './readiness.ts';
import type { ServerName } from './servers.ts';
import { STATE_ROOT, stackFolder } from './stack-state.ts';

const GONE_WITHIN_MS = 30_000;
const READY_WITHIN_MS = 90_000;

/** The servers of a stack that was started with `own`, to be hurt and healed one by one. */
export class OwnServers {
  readonly #name: string;

  constructor(stackName: string) {
    this.#name = stackName;
  }

  /** Sends a signal and does nothing else. Postgres takes SIGQUIT for an immediate stop, without a checkpoint. */
  signal(server: ServerName, signal: NodeJS.Signals): void {
    backgroundProcesses(stackFolder(this.#name))[server].signal(signal);
  }

  /** Waits for the end of a server that was told to stop or killed. */
  async gone(server: ServerName): Promise<void> {
    const process = backgroundProcesses(stackFolder(this.#name))[server];
    await waitUntil(`${server} to end`, () => process.running() === undefined, { withinMs: GONE_WITHIN_MS });
  }

  /** Starts a server again on its data and its port; resolves when it answers. */
  async start(server: ServerName): Promise<void> {
    await this.gone(server);
    const folder = stackFolder(this.#name);
    const address = await startEmbedded(server, folder, STATE_ROOT);
    const process = backgroundProcesses(folder)[server];
    await waitUntil(`${server} to answer again`, () => answers(server, address), {
      withinMs: READY_WITHIN_MS,
      giveUp: () => process.endedReason(),
    });
  }
}

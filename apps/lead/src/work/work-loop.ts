import { setTimeout as delay } from 'node:timers/promises';

/** Takes turns at work that waits in the store, until it is stopped: one after the other while there is more, else after a rest or when woken. */
export class WorkLoop {
  #running: Promise<void> | undefined;
  #isStopping = false;
  #woken = new AbortController();

  /**
   * @param restMs longest time between two looks for work
   * @param turn tells whether there may be more to do at once; never fails
   */
  constructor(
    private readonly restMs: number,
    private readonly turn: () => Promise<boolean>,
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves when the turn in work, which may ask `isStopping`, has ended. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.wake();
    await this.#running;
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Something may be waiting: look now. */
  wake(): void {
    this.#woken.abort();
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) if (!(await this.turn())) await this.#rest();
  }

  async #rest(): Promise<void> {
    try {
      await delay(this.restMs, undefined, { signal: this.#woken.signal });
    } catch {
      // Woken.
    }
    this.#woken = new AbortController();
  }
}

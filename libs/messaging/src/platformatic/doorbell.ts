import { setTimeout as delay } from 'node:timers/promises';

/** Lets a loop wait until there is something to do, or some time has passed. */
export class Doorbell {
  #hasRung = false;
  #answer: (() => void) | undefined;

  /** A ring while nobody waits is kept for the next who does. */
  ring(): void {
    this.#hasRung = true;
    this.#answer?.();
  }

  async wait(atMostMs: number): Promise<void> {
    if (!this.#hasRung) {
      const timer = new AbortController();
      const rung = new Promise<void>((resolve) => (this.#answer = resolve));
      await Promise.race([rung, delay(atMostMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
      timer.abort();
      this.#answer = undefined;
    }
    this.#hasRung = false;
  }

  /** Waits regardless of rings. */
  async rest(ms: number): Promise<void> {
    await delay(ms, undefined, { ref: false });
  }
}

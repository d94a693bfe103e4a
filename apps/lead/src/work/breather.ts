import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long others may have to wait. */
const TURN_MS = 10;

/** Lets others have their turn in a long calculation: requests are answered by the same thread. */
export class Breather {
  #since = performance.now();

  /** To be called often; waits once a turn has lasted. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#since < TURN_MS) return;
    await nextTurn();
    this.#since = performance.now();
  }
}

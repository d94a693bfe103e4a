import { Breather } from './breather.js';

/**
 * Does a long calculation bit by bit, letting others have their turn in between.
 * @param calculation yields wherever it may be left for a moment
 * @param signal ends it; without one it goes on to its end
 * @throws whatever the signal was aborted with
 */
export async function workOff<T>(calculation: Generator<void, T>, signal?: AbortSignal): Promise<T> {
  const breather = new Breather();
  for (;;) {
    const step = calculation.next();
    if (step.done) return step.value;
    signal?.throwIfAborted();
    await breather.breathe();
  }
}

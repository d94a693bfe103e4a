import { setTimeout as pause } from 'node:timers/promises';

export interface EventuallyOptions {
  /** 30,000 unless given: only a failure lasts so long, and a machine with much else to do needs the time. */
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/**
 * Repeats an assertion until it holds, instead of sleeping for a guessed time.
 * @returns what the assertion returned
 * @throws its last failure when the deadline passes
 */
export async function eventually<T>(assertion: () => T | Promise<T>, options: EventuallyOptions = {}): Promise<T> {
  const deadline = performance.now() + (options.withinMs ?? 30_000);
  for (;;) {
    try {
      return await assertion();
    } catch (failure) {
      if (performance.now() >= deadline) throw failure;
      await pause(options.everyMs ?? 25);
    }
  }
}

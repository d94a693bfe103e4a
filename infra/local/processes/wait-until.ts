import { setTimeout as pause } from 'node:timers/promises';

export interface WaitOptions {
  readonly withinMs: number;
  readonly everyMs?: number;
  /** Ends the wait early with this error, e.g. because the process that is waited for has died. */
  readonly giveUp?: () => string | undefined;
}

/**
 * Asks until the answer is neither undefined, false nor an exception.
 * @throws Error with `what` and the last reason when the time is over
 */
export async function waitUntil<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  options: WaitOptions,
): Promise<T> {
  const deadline = Date.now() + options.withinMs;
  for (;;) {
    let reason = 'no answer';
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      reason = error instanceof Error ? error.message || error.name : String(error);
    }
    const ended = options.giveUp?.();
    if (ended) throw new Error(`${what}: ${ended}`);
    if (Date.now() > deadline) throw new Error(`${what}: not within ${Math.round(options.withinMs / 1000)} s (${reason})`);
    await pause(options.everyMs ?? 40);
  }
}

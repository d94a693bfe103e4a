import { setTimeout as pause } from 'node:timers/promises';

/** What a stretch of steady work came to; milliseconds are ascending and counted from when each piece was due. */
export interface Stretch {
  readonly latenciesMs: readonly number[];
  readonly errors: number;
}

/** Begins `work` at a steady rate, however long it takes, until told to end; then waits for what is running. */
export async function openLoop(perSecond: number, work: () => Promise<unknown>, until: Promise<unknown>): Promise<Stretch> {
  const latenciesMs: number[] = [];
  let errors = 0;
  let isOver = false;
  void until.then(() => (isOver = true));
  const running: Promise<void>[] = [];
  const startedMs = performance.now();
  for (let begun = 0; !isOver;) {
    const due = Math.floor(((performance.now() - startedMs) / 1_000) * perSecond) + 1;
    for (; begun < due; begun += 1) {
      const dueMs = startedMs + (begun / perSecond) * 1_000;
      running.push(
        work().then(
          () => void latenciesMs.push(performance.now() - dueMs),
          () => void (errors += 1),
        ),
      );
    }
    await pause(1);
  }
  await Promise.all(running);
  return { latenciesMs: latenciesMs.toSorted((a, b) => a - b), errors };
}

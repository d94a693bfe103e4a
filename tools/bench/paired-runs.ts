/** What one run came to. */
export interface Run {
  readonly operations: number;
  readonly seconds: number;
  /** Processor time of this process, user and system. */
  readonly cpuSeconds: number;
}

export type Contender = () => Promise<Run>;

/**
 * Runs every contender once a round, in turn and in the opposite order the next time, so that what the machine does meanwhile
 * falls on all alike. The first round warms up and does not count.
 */
export async function pairedRuns<N extends string>(rounds: number, contenders: Readonly<Record<N, Contender>>): Promise<Record<N, Run[]>> {
  const names = Object.keys(contenders) as N[];
  const runs = Object.fromEntries(names.map((name) => [name, [] as Run[]])) as Record<N, Run[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const run = await contenders[name]();
      if (round > 0) runs[name].push(run);
    }
  }
  return runs;
}

/** Measures one piece of work that is many operations. */
export async function timed(operations: number, work: () => Promise<unknown>): Promise<Run> {
  const watch = new Stopwatch();
  await work();
  return watch.run(operations);
}

/** Wall clock and processor time since it was made. */
export class Stopwatch {
  readonly #startedMs = performance.now();
  readonly #cpu = process.cpuUsage();

  run(operations: number): Run {
    const { user, system } = process.cpuUsage(this.#cpu);
    return { operations, seconds: (performance.now() - this.#startedMs) / 1_000, cpuSeconds: (user + system) / 1e6 };
  }
}

export const perSecond = (runs: readonly Run[]): number[] => runs.map(({ operations, seconds }) => operations / seconds);

export const cpuMicros = (runs: readonly Run[]): number[] => runs.map(({ operations, cpuSeconds }) => (cpuSeconds * 1e6) / operations);

import { type FaultSystem, startFaultSystem } from './fault-system.ts';
import { Random } from './random.ts';
import type { Run } from './report.ts';
import { type Intensity, type Scenario, Stage } from './stage.ts';

/** How to run a scenario. */
export interface RunSettings {
  readonly seed: number;
  readonly intensity?: Intensity;
  /** A line of progress. */
  readonly say: (line: string) => void;
}

export interface RunOptions extends RunSettings {
  readonly scenarios: readonly Scenario[];
  /** Name of the stack of servers that is started, hurt and removed. */
  readonly stackName: string;
  /** Told as each scenario ends. */
  readonly onRun?: (run: Run) => void;
}

/** Runs one scenario on a system that stands. Never fails: what went wrong is in the run. */
export async function runOn(system: FaultSystem, scenario: Scenario, { seed, intensity = {}, say }: RunSettings): Promise<Run> {
  const startedMs = performance.now();
  say(`${scenario.name}: ${scenario.title} (seed ${seed})`);
  const run = { scenario, seed, intensity };
  const seconds = (): number => (performance.now() - startedMs) / 1_000;
  try {
    const stage = await Stage.set(
      scenario.name,
      { system, random: new Random(seed), intensity, say: (line) => say(`  ${line}`) },
      scenario.load,
    );
    const outcome = await scenario.run(stage);
    return { ...run, seconds: seconds(), outcome, failure: undefined };
  } catch (error) {
    return {
      ...run,
      seconds: seconds(),
      outcome: undefined,
      failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

/** Runs scenarios one after the other, those with the same variables on one system. Needs a build. */
export async function runScenarios(options: RunOptions): Promise<Run[]> {
  const { scenarios, stackName, onRun } = options;
  const runs: Run[] = [];
  for (const [, alike] of Map.groupBy(scenarios, ({ variables }) => JSON.stringify(variables ?? {}))) {
    const variables = alike[0]?.variables;
    const system = await startFaultSystem({ name: stackName, ...(variables && { variables }) });
    try {
      for (const scenario of alike) {
        const run = await runOn(system, scenario, options);
        runs.push(run);
        onRun?.(run);
        // What a scenario left broken would be blamed on the next.
        if (run.outcome === undefined) break;
      }
    } finally {
      await system.stop();
    }
  }
  return runs;
}

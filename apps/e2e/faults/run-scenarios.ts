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
  let stage: Stage | undefined;
  const ended = (result: Pick<Run, 'outcome' | 'failure'>): Run => {
    const seconds = (performance.now() - startedMs) / 1_000;
    return { scenario: { name: scenario.name, title: scenario.title }, seed, intensity, seconds, ...result };
  };
  try {
    const options = { system, random: new Random(seed), intensity, say: (line: string) => say(`  ${line}`) };
    stage = await Stage.set(scenario.name, options, scenario.load);
    return ended({ outcome: await scenario.run(stage), failure: undefined });
  } catch (error) {
    await stage?.load.stop(0);
    return ended({ outcome: undefined, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

/** Runs scenarios on one system until one cannot be brought to its end: what it left would be blamed on the next. */
async function runAlike(alike: readonly Scenario[], options: RunOptions): Promise<Run[]> {
  const { variables = {}, isDirect = false } = alike[0] ?? {};
  const system = await startFaultSystem({ name: options.stackName, variables, isDirect });
  const runs: Run[] = [];
  try {
    for (const scenario of alike) {
      const run = await runOn(system, scenario, options);
      runs.push(run);
      options.onRun?.(run);
      if (run.outcome === undefined) break;
    }
    return runs;
  } finally {
    await system.stop();
  }
}

/** Runs scenarios one after the other, those that need the same system on one. Needs a build. */
export async function runScenarios(options: RunOptions): Promise<Run[]> {
  const runs: Run[] = [];
  const needs = ({ variables = {}, isDirect = false }: Scenario): string => JSON.stringify({ variables, isDirect });
  for (const [, alike] of Map.groupBy(options.scenarios, needs)) {
    let left = alike;
    while (left.length > 0) {
      const done = await runAlike(left, options);
      runs.push(...done);
      left = left.slice(done.length);
    }
  }
  return runs;
}

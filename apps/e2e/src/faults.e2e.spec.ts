import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type FaultSystem, startFaultSystem } from '../faults/fault-system.ts';
import { runOn } from '../faults/run-scenarios.ts';
import { crashPoints } from '../faults/scenarios/crash-points.ts';
import { kill } from '../faults/scenarios/kill.ts';
import { lostAnswers } from '../faults/scenarios/lost-answers.ts';
import { closingLines } from '../faults/report.ts';
import type { Scenario } from '../faults/stage.ts';

/** Fixed, so that a failure can be repeated by the command that its report names. */
const SEED = 20_261_126;
const SHORT: readonly Scenario[] = [kill, crashPoints, lostAnswers];

let system: FaultSystem;
beforeAll(async () => {
  // The name under which an aborted run's stack is found and removed by the next one.
  system = await startFaultSystem({ name: `test-${process.pid}` });
});
afterAll(() => system?.stop());

it.each(SHORT.map((scenario) => ({ name: scenario.name, title: scenario.title, scenario })))(
  '$name: $title loses, doubles and disorders nothing',
  async ({ scenario }) => {
    const run = await runOn(system, scenario, { seed: SEED, intensity: { rounds: 1, brief: true }, say: () => undefined });
    expect({ ...run.outcome, report: closingLines(run).join('\n') }).toMatchObject({
      lost: 0,
      doubled: 0,
      disordered: 0,
      differing: 0,
      broken: [],
    });
    // The load ran: how much of it depends on how soon the scenario has done what it came for.
    expect(run.outcome?.acked).toBeGreaterThan(10);
  },
  600_000,
);

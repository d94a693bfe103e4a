import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import type { Job } from '../declaration/job.js';
import { effectJob, type JobStage, jobStage } from '../../spec/job-stage.js';

const JOBS = 6;
const EVERY_MS = 100;
const RUNS_EACH = 60;
const names = Array.from({ length: JOBS }, (_, index) => `often-${index}`);

let stage: JobStage;
beforeAll(async () => {
  stage = await jobStage();
});
afterAll(() => stage.end());

it('runs every instant once, in order and with none left out, whichever of three replicas takes it', async () => {
  const jobsOf = (worker: string): Job[] =>
    names.map((name) => effectJob({ name, cadence: { everyMs: EVERY_MS }, missed: 'catch_up' }, worker));
  const replicas = ['a', 'b', 'c'].map((worker) => stage.scheduler(jobsOf(worker), { concurrency: JOBS }));

  await eventually(
    async () => {
      for (const name of names) expect((await stage.effects(name)).length).toBeGreaterThanOrEqual(RUNS_EACH);
    },
    { withinMs: 45_000, everyMs: 200 },
  );
  await Promise.all(replicas.map((replica) => replica.stop()));

  const workers = new Set<string>();
  for (const name of names) {
    const effects = await stage.effects(name);
    const instants = effects.map(({ scheduledFor }) => scheduledFor.getTime());
    const [first = 0] = instants;
    expect(instants).toEqual(instants.map((_, index) => first + index * EVERY_MS));
    const succeeded = (await stage.history(name)).filter(({ outcome }) => outcome === 'succeeded');
    expect(succeeded.map((run) => (run['scheduled_for'] as Date).getTime()).toSorted((one, other) => one - other)).toEqual(instants);
    for (const { worker } of effects) workers.add(worker);
  }
  expect([...workers].toSorted()).toEqual(['a', 'b', 'c']);
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configureLogger, prometheusText } from '@leadstream/telemetry';
import { eventually } from '@leadstream/testing';
import { effectJob, type JobStage, jobStage, leaveEffect } from '../../spec/job-stage.js';
import { type JobState, readJobStates } from '../watch/job-state.read-model.js';
import type { JobDeclaration, JobRun } from '../declaration/job.js';

const LONG_AGO = new Date('2026-11-20T00:00:00Z');

let stage: JobStage;
let lines: Record<string, unknown>[];
beforeEach(async () => {
  stage = await jobStage();
  lines = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  configureLogger({ service: 'spec', level: 'info', destination });
});
afterEach(() => stage.end());

const boom = (): Error => Object.assign(new Error('boom'), { code: 'E_BOOM' });
const stateOf = async (name: string): Promise<JobState | undefined> =>
  (await readJobStates(stage.database)).find((state) => state.name === name);

/** Starts a scheduler on the job and makes it due. */
async function due(declaration: Omit<Partial<JobDeclaration>, 'name'>, more: Partial<JobDeclaration>[] = []): Promise<void> {
  const jobs = [{ name: 'shaky', ...declaration }, ...more].map((one) => effectJob({ name: 'other', ...one }, 'worker'));
  stage.scheduler(jobs, { concurrency: 2 });
  await eventually(async () => expect((await stage.admin.query('SELECT FROM timed_job')).rowCount).toBe(jobs.length));
  await stage.setDue('shaky', LONG_AGO);
}

describe('a job that fails', () => {
  it('is tried again with pauses that grow, within the same run', async () => {
    const begun: number[] = [];
    const run = async (run: JobRun): Promise<void> => {
      begun.push(performance.now());
      if (run.attempt < 4) throw boom();
      await run.finish((tx) => leaveEffect(tx, 'shaky', run.scheduledFor, 'worker'));
    };
    await due({ backoffMs: 100, run });
    await eventually(async () => expect(await stage.effects('shaky')).toHaveLength(1));
    expect(await stage.history('shaky')).toEqual([
      expect.objectContaining({ outcome: 'succeeded', attempt: 4, error_code: null, scheduled_for: expect.any(Date) }),
    ]);
    const pauses = begun.slice(1).map((at, index) => at - (begun[index] ?? 0));
    for (const [index, leastMs] of [100, 200, 400].entries()) expect(pauses[index]).toBeGreaterThanOrEqual(leastMs - 1);
    expect(lines.filter(({ event }) => event === 'job_attempt_failed').map(({ attempt, level }) => [attempt, level])).toEqual([
      [1, 'warn'],
      [2, 'warn'],
      [3, 'warn'],
    ]);
    expect(await stateOf('shaky')).toMatchObject({ condition: 'idle', failuresInRow: 0, lastErrorCode: null });
  });

  it('is given up after its attempts, with an alarm, and goes on with its next instant', async () => {
    await due({ backoffMs: 10, attempts: 2, run: () => Promise.reject(boom()) });
    await eventually(async () =>
      expect(await stage.history('shaky')).toEqual([expect.objectContaining({ outcome: 'failed', attempt: 2, error_code: 'E_BOOM' })]),
    );
    expect(lines.filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({ event: 'job_failed', slice: 'lead', job: 'shaky', attempt: 2 }),
    ]);
    const state = await stateOf('shaky');
    expect(state).toMatchObject({ condition: 'failed', failuresInRow: 1, lastErrorCode: 'E_BOOM', lastSuccessAt: null });
    expect(state?.nextDueAt.getTime()).toBeGreaterThan(Date.now());
    expect(await prometheusText()).toMatch(/jobs_alarmed\{[^}]*job="shaky"[^}]*\} 1\b/);
  });

  it('leaves nothing of the transaction that it failed in', async () => {
    const run = (run: JobRun): Promise<void> =>
      run.finish(async (tx) => {
        await leaveEffect(tx, 'shaky', run.scheduledFor, 'worker');
        if (run.attempt === 1) throw boom();
      });
    await due({ backoffMs: 10, run });
    await eventually(async () =>
      expect(await stage.history('shaky')).toEqual([expect.objectContaining({ outcome: 'succeeded', attempt: 2 })]),
    );
    expect(await stage.effects('shaky')).toHaveLength(1);
  });

  it('does not hold up the others: neither while it hangs nor while it rests', async () => {
    const hung = Promise.withResolvers<void>();
    await due({ timeoutMs: 60_000, run: () => hung.promise }, [{ name: 'other', cadence: { everyMs: 50 }, missed: 'catch_up' }]);
    await eventually(async () => expect(await stage.history('shaky')).toEqual([expect.objectContaining({ outcome: 'running' })]));
    const before = (await stage.effects('other')).length;
    await eventually(async () => expect((await stage.effects('other')).length).toBeGreaterThan(before + 10));
    hung.resolve();
  });
});

describe('a job that takes too long', () => {
  it('has failed, is told so, and can write no more', async () => {
    const late = Promise.withResolvers<unknown>();
    const run = async (run: JobRun): Promise<void> => {
      await new Promise((resolve) => run.signal.addEventListener('abort', resolve));
      await run.step((tx) => leaveEffect(tx, 'shaky', run.scheduledFor, 'late')).catch(late.resolve);
    };
    await due({ timeoutMs: 100, attempts: 1, run });
    expect(await late.promise).toMatchObject({ code: 'JOB.TIMED_OUT' });
    await eventually(async () =>
      expect(await stage.history('shaky')).toEqual([expect.objectContaining({ outcome: 'failed', error_code: 'JOB.TIMED_OUT' })]),
    );
    expect(await stage.effects('shaky')).toEqual([]);
  });

  it('raises the alarm while it is held, and when nobody works on it', async () => {
    const hung = Promise.withResolvers<void>();
    await due({ alarmAfterMs: 1_000, run: () => hung.promise });
    await eventually(async () =>
      expect(await stateOf('shaky')).toMatchObject({ condition: 'stuck', holder: expect.any(String), attempt: 1 }),
    );
    await stage.admin.query(`UPDATE timed_job SET lease_expires_at = clock_timestamp() - interval '1 s', fence = fence + 1`);
    expect(await stateOf('shaky')).toMatchObject({ condition: 'overdue', holder: null });
    expect((await stateOf('shaky'))?.lateSeconds).toBeGreaterThan(1);
    hung.resolve();
  });
});

it('gives a run up when every process that began it went away', async () => {
  await due({ attempts: 3 });
  await eventually(async () => expect(await stage.history('shaky')).toEqual([expect.objectContaining({ outcome: 'succeeded' })]));
  await stage.admin.query(
    `UPDATE timed_job SET run_for = next_due_at, run_cause = 'cadence', run_started_at = now(), attempt = 3, holder = 'gone', lease_expires_at = now()`,
  );
  await eventually(async () =>
    expect(await stage.history('shaky')).toContainEqual(
      expect.objectContaining({ outcome: 'failed', attempt: 3, error_code: 'JOB.ABANDONED' }),
    ),
  );
  expect(lines).toContainEqual(expect.objectContaining({ event: 'job_abandoned', level: 'error', job: 'shaky' }));
  expect(await stage.effects('shaky')).toHaveLength(1);
});

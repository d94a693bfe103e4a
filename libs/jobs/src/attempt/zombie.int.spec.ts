import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { effectJob, type JobStage, jobStage } from '../../spec/job-stage.js';

/** Of the holder: over soon once it is stopped. */
const LEASE_MS = 600;
/** Of one that must live on while the machine keeps it waiting. */
const LONG_LEASE_MS = 3_000;
const PROGRAM = new URL('../../spec/holder-process.ts', import.meta.url);
/** The child runs what is built, as an app does. */
const BUILT = ['../../dist/index.js', '../../../persistence/dist/index.js'].map((path) => new URL(path, import.meta.url).href);

interface Message {
  readonly state: string;
  readonly code?: string;
  readonly fence?: string;
}

let stage: JobStage;
let child: ChildProcess;
let messages: Message[];

beforeEach(async () => {
  stage = await jobStage();
  messages = [];
});
afterEach(async () => {
  child.kill('SIGKILL');
  await stage.end();
});

/** Starts a process that takes the job and waits with it. */
async function holdInChild(waitsIn: 'between' | 'transaction', leaseMs = LEASE_MS): Promise<void> {
  child = fork(PROGRAM, [...BUILT, stage.serviceUrl, waitsIn, String(leaseMs)], {
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('message', (message) => messages.push(message as Message));
  await eventually(async () => expect((await stage.admin.query('SELECT FROM timed_job')).rowCount).toBe(1), { withinMs: 30_000 });
  await stage.setDue('held', new Date('2026-11-20T00:00:00Z'));
  await eventually(() => expect(messages).toEqual([{ state: 'waiting' }]));
}

/** A second replica, in this process. */
function takeOver(): void {
  stage.scheduler([effectJob({ name: 'held', leaseMs: 60_000 }, 'parent')]);
}

const expectDoneOnce = async (): Promise<void> => {
  expect(await stage.effects('held')).toEqual([expect.objectContaining({ worker: 'parent' })]);
  expect(await stage.history('held')).toEqual([
    expect.objectContaining({ outcome: 'succeeded', fence: '2', attempt: 2, holder: expect.stringMatching(`:${process.pid}$`) }),
  ]);
};

describe.each(['between', 'transaction'] as const)('a holder that is stopped (%s) and wakes up', (waitsIn) => {
  it('finds the run done by another, writes nothing and records nothing', async () => {
    await holdInChild(waitsIn);
    child.kill('SIGSTOP');
    takeOver();
    await eventually(expectDoneOnce);

    child.kill('SIGCONT');
    child.send('go on');
    await eventually(() => expect(messages).toContainEqual(expect.objectContaining({ state: 'refused', fence: '1' })));
    await expectDoneOnce();
  });
});

it('refuses the write of a holder that woke up before it noticed anything', async () => {
  await holdInChild('between');
  child.kill('SIGSTOP');
  takeOver();
  await eventually(expectDoneOnce);
  child.send('go on');
  child.kill('SIGCONT');
  await eventually(() => expect(messages.at(-1)).toMatchObject({ state: 'refused', code: 'JOB.LEASE_LOST' }));
  await expectDoneOnce();
});

it.each(['between', 'transaction'] as const)(
  'a holder that is killed (%s) leaves nothing behind, and the run is done once',
  async (waitsIn) => {
    await holdInChild(waitsIn);
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
    takeOver();
    await eventually(expectDoneOnce);
  },
);

it('keeps the job from others as long as its holder lives, however long the run takes', async () => {
  await holdInChild('between', LONG_LEASE_MS);
  takeOver();
  const seenAt = await stage.admin.query<{ at: Date }>('SELECT lease_expires_at AS at FROM timed_job');
  // The lease was prolonged three times over: time enough to have lost it.
  await eventually(async () => {
    const { rows } = await stage.admin.query<{ at: Date }>('SELECT lease_expires_at AS at FROM timed_job');
    expect(Number(rows[0]?.at) - Number(seenAt.rows[0]?.at)).toBeGreaterThan(3 * LONG_LEASE_MS);
  });
  child.send('go on');
  await eventually(() => expect(messages.at(-1)).toMatchObject({ state: 'finished', fence: '1' }));
  expect(await stage.effects('held')).toEqual([expect.objectContaining({ worker: 'child' })]);
});

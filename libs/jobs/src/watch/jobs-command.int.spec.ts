import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@leadstream/testing';
import { effectJob, type JobStage, jobStage } from '../../spec/job-stage.js';
import { readJobStates } from './job-state.read-model.js';

const TOOL = fileURLToPath(new URL('../../../../tools/jobs.ts', import.meta.url));
const run = promisify(execFile);

let stage: JobStage;
beforeAll(async () => {
  stage = await jobStage();
  stage.scheduler([effectJob({ name: 'tidy', cadence: { cron: '30 2 * * *', zone: 'Europe/Berlin' } }, 'worker')]);
  await eventually(async () => expect(await readJobStates(stage.database)).toHaveLength(1));
});
afterAll(() => stage.end());

/** @returns what `npm run jobs -- ...` prints */
async function jobs(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['--no-warnings', TOOL, ...args], { env: { LEAD_DATABASE_URL: stage.serviceUrl } });
  return stdout;
}

it('lists jobs, asks for a run, and shows it with who asked', async () => {
  expect(await jobs('list', '--slice', 'lead')).toMatch(
    /^idle +lead tidy +30 2 \* \* \* \(Europe\/Berlin\), next \S+T0[01]:30:00Z, last success never\n$/,
  );
  expect(await jobs('run', 'tidy', '--slice', 'lead')).toMatch(/^asked for, as of /);
  await eventually(async () =>
    expect(await jobs('history', 'tidy', '--slice', 'lead')).toMatch(/^\S+Z succeeded asked for by \S+, attempt 1, fence 1, /),
  );
  expect(await stage.effects('tidy')).toHaveLength(1);
});

it.each([
  ['a job that is not there', ['run', 'nope', '--slice', 'lead'], 1, 'There is no job nope.'],
  ['no slice', ['run', 'tidy'], 2, 'which slice?'],
  ['no such command', ['walk'], 2, 'Usage: npm run jobs'],
])('says what is wrong: %s', async (_name, args, code, text) => {
  await expect(jobs(...args)).rejects.toMatchObject({ code, stderr: expect.stringContaining(text) });
});

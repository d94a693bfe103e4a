import { EventEmitter } from 'node:events';
import { expect, it } from '@jest/globals';
import type { Circus, Config } from '@jest/types';
import { reportOf } from './report.ts';
import { watchStrayErrors } from './stray-errors.ts';

const config = { rootDir: '/', testMatch: [] } as unknown as Config.ProjectConfig;
const globalConfig = { noStackTrace: true } as Config.GlobalConfig;
const file = { path: '/a.unit.spec.ts', config, globalConfig };

function outcome(title: string, more: Partial<Circus.TestResult> = {}): Circus.TestResult {
  const common = { duration: 3, errors: [], errorsDetailed: [], invocations: 1, numPassingAsserts: 0, retryReasons: [], seed: 0 };
  return { ...common, status: 'done', testPath: ['ROOT_DESCRIBE_BLOCK', 'a part', title], location: null, ...more } as Circus.TestResult;
}

it('counts what passed, failed and was not run, and names each as Jest does', () => {
  const testResults = [outcome('holds'), outcome('breaks', { errors: ['Error: no'] }), outcome('waits', { status: 'skip' })];
  const report = reportOf({ testResults, unhandledErrors: [] }, file);
  expect([report.numPassingTests, report.numFailingTests, report.numPendingTests]).toEqual([1, 1, 1]);
  expect(report.testResults.map(({ fullName, status }) => [fullName, status])).toEqual([
    ['a part holds', 'passed'],
    ['a part breaks', 'failed'],
    ['a part waits', 'pending'],
  ]);
  expect(report.failureMessage).toContain('a part › breaks');
});

it('fails a file for an error outside of its tests, though they all passed', () => {
  const report = reportOf({ testResults: [outcome('holds')], unhandledErrors: ['Error: astray'] }, file);
  expect([report.testExecError?.stack, report.numPassingTests]).toEqual(['Error: astray', 1]);
  expect(report.failureMessage).toContain('astray');
});

it('knows what nobody has handled in the end', () => {
  const process = new EventEmitter();
  const strays = watchStrayErrors(process);
  const late = Promise.resolve();
  process.emit('unhandledRejection', new Error('handled late'), late);
  process.emit('unhandledRejection', 'a word', Promise.resolve());
  process.emit('rejectionHandled', late);
  process.emit('uncaughtException', new Error('astray'));
  expect(strays.end()).toEqual([expect.stringMatching(/^Error: astray\n/), "'a word'"]);
  expect(process.eventNames()).toEqual([]);
});

import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { addReport, NOTHING_RUN, summary } from './tally.ts';

const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, numRuntimeErrorTestSuites: 0, testResults: [] };
const failing = {
  ...report,
  numFailedTests: 1,
  testResults: [
    {
      name: resolve('apps/a.int.spec.ts'),
      status: 'failed',
      assertionResults: [
        { fullName: 'a part holds', status: 'passed' },
        { fullName: 'a part breaks', status: 'failed' },
      ],
    },
  ],
};
const unloaded = { name: resolve('b.unit.spec.ts'), status: 'failed', assertionResults: [] };

it('sums the kinds', () => {
  expect(summary(addReport(addReport(NOTHING_RUN, report), report))).toBe('10 passed, 0 failed\n');
});

it('names what failed by file and test, before the closing line', () => {
  expect(summary(addReport(addReport(NOTHING_RUN, report), failing))).toBe(
    'failed: apps/a.int.spec.ts: a part breaks\n10 passed, 1 failed\n',
  );
});

it('counts a file that did not load, and a run that left no report, as failures', () => {
  const broken = addReport(NOTHING_RUN, { ...report, numRuntimeErrorTestSuites: 1, testResults: [unloaded] });
  expect(summary(addReport(broken, undefined))).toBe('failed: b.unit.spec.ts\nfailed: a run that left no report\n5 passed, 2 failed\n');
});

it('names skipped tests only when there are any', () => {
  expect(summary(addReport(NOTHING_RUN, { ...report, numTodoTests: 3 }))).toBe('5 passed, 0 failed, 3 skipped\n');
});

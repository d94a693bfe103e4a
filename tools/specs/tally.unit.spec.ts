import { expect, it } from '@jest/globals';
import { addReport, closingLine, NOTHING_RUN } from './tally.ts';

const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, numRuntimeErrorTestSuites: 0 };

it('sums the kinds', () => {
  expect(closingLine(addReport(addReport(NOTHING_RUN, report), report))).toBe('10 passed, 2 failed');
});

it('counts a file that did not load, and a run that left no report, as failures', () => {
  expect(addReport(NOTHING_RUN, { ...report, numFailedTests: 0, numRuntimeErrorTestSuites: 2 }).failed).toBe(2);
  expect(addReport(NOTHING_RUN, undefined).failed).toBe(1);
});

it('names skipped tests only when there are any', () => {
  expect(closingLine(addReport(NOTHING_RUN, { ...report, numTodoTests: 3 }))).toBe('5 passed, 1 failed, 3 skipped');
});

/** The part of Jest's `--json` report that is counted. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Files that failed before any of their tests ran. */
  readonly numRuntimeErrorTestSuites: number;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING_RUN: Tally = { passed: 0, failed: 0, skipped: 0 };

/**
 * Adds one run. A file that did not even load counts as a failure, and so does a run without a report:
 * neither may pass unnoticed.
 */
export function addReport(tally: Tally, report: JestReport | undefined): Tally {
  if (!report) return { ...tally, failed: tally.failed + 1 };
  return {
    passed: tally.passed + report.numPassedTests,
    failed: tally.failed + report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: tally.skipped + report.numPendingTests + report.numTodoTests,
  };
}

/** The closing line of a test run. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

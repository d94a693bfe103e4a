import { relative } from 'node:path';

/** The part of Jest's `--json` report that is counted. */
export interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** Files that failed before any of their tests ran. */
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly SpecReport[];
}

export interface SpecReport {
  /** The file's path. */
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed: file and test, or the file alone when it is not one of its tests. */
  readonly failures: readonly string[];
}

export const NOTHING_RUN: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] };

/**
 * Adds one run. A file that did not even load counts as a failure, and so does a run without a report:
 * neither may pass unnoticed.
 */
export function addReport(tally: Tally, report: JestReport | undefined): Tally {
  if (!report) return { ...tally, failed: tally.failed + 1, failures: [...tally.failures, 'a run that left no report'] };
  return {
    passed: tally.passed + report.numPassedTests,
    failed: tally.failed + report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: tally.skipped + report.numPendingTests + report.numTodoTests,
    failures: [...tally.failures, ...report.testResults.filter(({ status }) => status === 'failed').flatMap(failuresOf)],
  };
}

function failuresOf({ name, assertionResults }: SpecReport): string[] {
  const file = relative(process.cwd(), name);
  const failed = assertionResults.filter(({ status }) => status === 'failed');
  return failed.length > 0 ? failed.map(({ fullName }) => `${file}: ${fullName}`) : [file];
}

/** What a test run ends with: a line for each failure, and the closing line. */
export function summary(tally: Tally): string {
  return [...tally.failures.map((failure) => `failed: ${failure}`), closingLine(tally)].map((line) => `${line}\n`).join('');
}

function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

import { createEmptyTestResult, type TestResult } from '@jest/test-result';
import type { Circus, Config } from '@jest/types';
import { formatExecError, formatResultsErrors } from 'jest-message-util';

type Outcome = Pick<Circus.RunResult, 'testResults' | 'unhandledErrors'>;
type Assertion = TestResult['testResults'][number];

export interface SpecFile {
  readonly path: string;
  readonly config: Config.ProjectConfig;
  readonly globalConfig: Config.GlobalConfig;
}

function statusOf({ status, errors }: Circus.TestResult): Assertion['status'] {
  if (errors.length > 0) return 'failed';
  return status === 'skip' ? 'pending' : status === 'todo' ? 'todo' : 'passed';
}

function assertionOf(result: Circus.TestResult): Assertion {
  const [, ...titles] = result.testPath;
  return {
    ancestorTitles: titles.slice(0, -1),
    duration: result.duration ?? null,
    ...(result.failing !== undefined && { failing: result.failing }),
    failureDetails: [...result.errorsDetailed],
    failureMessages: [...result.errors],
    fullName: titles.join(' '),
    invocations: result.invocations,
    location: null,
    numPassingAsserts: result.numPassingAsserts,
    retryReasons: [],
    startAt: result.startedAt ?? null,
    status: statusOf(result),
    title: titles.at(-1) ?? '',
  };
}

/** What Jest's reporters want to know of a file. An error outside of its tests fails the file, however its tests ended. */
export function reportOf({ testResults, unhandledErrors }: Outcome, { path, config, globalConfig }: SpecFile): TestResult {
  const assertions = testResults.map(assertionOf);
  const count = (status: Assertion['status']): number => assertions.filter((assertion) => assertion.status === status).length;
  const outside = unhandledErrors.length > 0 ? { message: '', stack: unhandledErrors.join('\n') } : undefined;
  const messages = [outside && formatExecError(outside, config, globalConfig), formatResultsErrors(assertions, config, globalConfig, path)];
  return {
    ...createEmptyTestResult(),
    testFilePath: path,
    testResults: assertions,
    numFailingTests: count('failed'),
    numPassingTests: count('passed'),
    numPendingTests: count('pending'),
    numTodoTests: count('todo'),
    ...(outside && { testExecError: outside }),
    failureMessage: messages.filter(Boolean).join('\n') || null,
  };
}

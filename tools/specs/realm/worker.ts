import { pathToFileURL } from 'node:url';
import type { TestResult } from '@jest/test-result';
import type { Config } from '@jest/types';
import { getState, resetState, run } from 'jest-circus';
import { reportOf } from './report.ts';
import { watchStrayErrors } from './stray-errors.ts';

/**
 * Runs one file as Jest's own runner would and says what came of it. The environment is as before afterwards.
 *
 * @throws when the file could not be evaluated
 */
export async function runSpec(path: string, config: Config.ProjectConfig, globalConfig: Config.GlobalConfig): Promise<TestResult> {
  const environment = { ...process.env };
  const strays = watchStrayErrors(process);
  const start = Date.now();
  resetState();
  if (globalConfig.testTimeout !== undefined) getState().testTimeout = globalConfig.testTimeout;
  try {
    await import(pathToFileURL(path).href);
    const { testResults, unhandledErrors } = await run();
    const end = Date.now();
    const report = reportOf({ testResults, unhandledErrors: [...unhandledErrors, ...strays.end()] }, { path, config, globalConfig });
    return { ...report, perfStats: { ...report.perfStats, start, end, runtime: end - start } };
  } finally {
    strays.end();
    restoreEnvironment(environment);
  }
}

/** Name by name: the object stays the one that Node reads and children inherit. */
function restoreEnvironment(before: Readonly<NodeJS.ProcessEnv>): void {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
}

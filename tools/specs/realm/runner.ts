import type { Test, TestResult } from '@jest/test-result';
import type { Config } from '@jest/types';
import { Worker } from 'jest-worker';

interface SpecWorker extends Worker {
  runSpec(path: string, config: Config.ProjectConfig, globalConfig: Config.GlobalConfig): Promise<TestResult>;
}

const WORKER = new URL('worker.ts', import.meta.url);
const HOOKS = new URL('source-hooks.ts', import.meta.url);

/** A worker that holds more between two files is replaced. */
const WORKER_BYTES = 1_200_000_000;

/**
 * Jest's runner for specs that share the modules of their worker: files are evaluated in plain Node, so that what they import is
 * loaded once for all of a worker's files and not again for each. What a spec leaves behind in a module or on `globalThis` is
 * therefore there for the next one. `lanes.ts` says which specs have a realm of their own instead. Reasons and figures: ADR 50.
 */
export default class SharedRealmRunner {
  readonly supportsEventEmitters = false;
  private readonly globalConfig: Config.GlobalConfig;

  constructor(globalConfig: Config.GlobalConfig) {
    this.globalConfig = globalConfig;
  }

  async runTests(
    tests: readonly Test[],
    watcher: { isInterrupted(): boolean },
    onStart: (test: Test) => Promise<void>,
    onResult: (test: Test, result: TestResult) => Promise<void>,
    onFailure: (test: Test, error: unknown) => Promise<void>,
  ): Promise<void> {
    const numWorkers = Math.min(this.globalConfig.maxWorkers, tests.length);
    const worker = startWorker(numWorkers);
    const waiting = [...tests];
    const takeTurns = async (): Promise<void> => {
      for (let test = waiting.shift(); test && !watcher.isInterrupted(); test = waiting.shift()) {
        await onStart(test);
        const result = await worker.runSpec(test.path, test.context.config, this.globalConfig).catch((error: unknown) => ({ error }));
        await ('error' in result ? onFailure(test, result.error) : onResult(test, result));
      }
    };
    await Promise.all(Array.from({ length: numWorkers }, takeTurns));
    await worker.end();
  }
}

function startWorker(numWorkers: number): SpecWorker {
  const worker = new Worker(WORKER, {
    exposedMethods: ['runSpec'],
    numWorkers,
    maxRetries: 0,
    idleMemoryLimit: WORKER_BYTES,
    forkOptions: {
      stdio: 'pipe',
      execArgv: ['--import', HOOKS.href, '--conditions=@leadstream/source', '--enable-source-maps', '--no-warnings'],
    },
  }) as SpecWorker;
  worker.getStdout().pipe(process.stdout);
  worker.getStderr().pipe(process.stderr);
  return worker;
}

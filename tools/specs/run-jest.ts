import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Kind } from './find-specs.ts';
import type { Lane } from './lanes.ts';
import type { JestReport } from './tally.ts';

const SHARED_REALM = fileURLToPath(new URL('realm/runner.ts', import.meta.url));

/** For a machine with a load of twenty. They end what hangs and are no assertions; specs state none of their own. */
const TIMEOUT_MS: Readonly<Record<Kind, number>> = { unit: 40_000, int: 240_000, e2e: 600_000 };

export interface JestRun extends Lane {
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Ends Jest early. */
  readonly interruption: AbortSignal;
}

/** Runs Jest over the files, its output shown as it comes. Undefined when it ended without a report. */
export async function runJest({
  root,
  kind,
  files,
  workers,
  isolated,
  environment,
  interruption,
}: JestRun): Promise<JestReport | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'leadstream-jest-'));
  const output = join(folder, 'report.json');
  const args = [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    `--testRegex=\\.${kind}\\.spec\\.ts$`,
    '--runTestsByPath',
    ...files,
    '-w',
    String(workers),
    isolated ? '--workerIdleMemoryLimit=1GB' : `--runner=${SHARED_REALM}`,
    `--testTimeout=${TIMEOUT_MS[kind]}`,
    '--json',
    `--outputFile=${output}`,
  ];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const end = (): void => void child.kill();
  interruption.addEventListener('abort', end);
  await once(child, 'close');
  interruption.removeEventListener('abort', end);
  const report = readReport(output);
  rmSync(folder, { recursive: true, force: true });
  return report;
}

function readReport(file: string): JestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  } catch {
    return undefined;
  }
}

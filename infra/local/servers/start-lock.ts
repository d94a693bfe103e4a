import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../processes/json-file.ts';
import { identify, isRunning, type ProcessIdentity } from '../processes/process-identity.ts';
import { waitUntil } from '../processes/wait-until.ts';

function take(file: string): boolean {
  const owner = readJson<ProcessIdentity>(file);
  if (owner && !isRunning(owner)) rmSync(file, { force: true });
  try {
    writeFileSync(file, JSON.stringify(identify(process.pid)), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** Runs the work while no other launcher starts or stops the same stack; the lock of a dead launcher is void. */
export async function whileLocked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const file = join(folder, 'starting.lock');
  mkdirSync(folder, { recursive: true });
  await waitUntil(`The other launcher of ${folder} to finish`, () => take(file), { withinMs: 180_000, everyMs: 100 });
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

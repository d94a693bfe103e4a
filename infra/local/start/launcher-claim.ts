import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, writeJson } from '../processes/json-file.ts';
import { identify, isRunning, type ProcessIdentity } from '../processes/process-identity.ts';

/**
 * Makes this process the one that runs the apps of a stack; the claim of a dead process is void.
 * @returns ends the claim
 * @throws Error in one line when another process does already
 */
export function claimApps(folder: string): () => void {
  const file = join(folder, 'start.json');
  const other = readJson<ProcessIdentity>(file);
  if (other && isRunning(other)) throw new Error(`Leadstream runs already (process ${other.pid}): end that with Ctrl-C first`);
  writeJson(file, identify(process.pid));
  return () => rmSync(file, { force: true });
}

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJson, writeJson } from '../processes/json-file.ts';
import { isRunning, type ProcessIdentity } from '../processes/process-identity.ts';
import { type ServerName, type ServerSource } from './servers.ts';

/** The ignored folder that holds every stack of this checkout. */
export const STATE_ROOT = fileURLToPath(new URL('../../../.leadstream', import.meta.url));

/** What is written down about a stack, so that any later launcher can find, reuse, stop or wipe it. */
export interface StackState {
  readonly servers: Readonly<Record<ServerName, { readonly source: ServerSource; readonly address: string }>>;
  /** True: stays up after the launcher's end, until `stop`. */
  readonly keep: boolean;
  readonly launcher: ProcessIdentity;
}

export function stackFolder(name: string, root = STATE_ROOT): string {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) throw new Error(`"${name}" cannot name a stack: lower-case letters, digits and dashes only`);
  return join(root, name);
}

export function readStackState(folder: string): StackState | undefined {
  return readJson<StackState>(join(folder, 'stack.json'));
}

export function writeStackState(folder: string, state: StackState): void {
  writeJson(join(folder, 'stack.json'), state);
}

/** The launcher that still holds this stack in the foreground, if any. */
export function holder(state: StackState | undefined): ProcessIdentity | undefined {
  return state && !state.keep && state.launcher.pid !== process.pid && isRunning(state.launcher) ? state.launcher : undefined;
}

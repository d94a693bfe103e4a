import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SpecFiles } from './find-specs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What the commands in `tools` use besides, which their specs run as they are. */
const FOR_COMMANDS = ['@leadstream/jobs'];
/** Whose builds bring up a template database. */
const FOR_SERVERS = ['@leadstream/contracts', '@leadstream/messaging', '@leadstream/persistence'];

function packageName(folder: string): string | undefined {
  const file = `${ROOT}/${folder}/package.json`;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { name: string }).name : undefined;
}

/**
 * The projects of the chosen specs, so that a run of a few files does not wait for the rest.
 * @returns undefined = all: end-to-end specs start every app
 */
export function projectsToBuild(work: readonly SpecFiles[]): string[] | undefined {
  if (work.some(({ kind }) => kind === 'e2e')) return undefined;
  const folders = work.flatMap(({ files }) => files.map((file) => file.split('/').slice(0, 2).join('/')));
  const own = [...new Set(folders)].flatMap((folder) => packageName(folder) ?? []);
  const servers = work.some(({ kind }) => kind !== 'unit') ? FOR_SERVERS : [];
  const commands = work.some(({ kind, files }) => kind !== 'unit' && files.some((file) => file.startsWith('tools/'))) ? FOR_COMMANDS : [];
  return [...new Set([...own, ...servers, ...commands])].sort();
}

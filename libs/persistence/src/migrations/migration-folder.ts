import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasPlatformTables, migrationsFolderOf, type Schema } from './slices.js';

/** One change of a slice and its way back. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly up: Script;
  readonly down: Script;
}

export interface Script {
  readonly path: string;
  readonly sql: string;
  /** SHA-256 (hex); line ends do not count. */
  readonly checksum: string;
  /** False when the first line is `-- no transaction`: for the one statement that cannot run in one. */
  readonly transactional: boolean;
}

/** First number of a slice's own migrations; those below are the platform's. */
export const FIRST_SLICE_VERSION = 1001;

const FILE_NAME = /^(\d{4})_([a-z0-9_]+)\.(do|undo)\.sql$/;
const PLATFORM_FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));
/** The workspace that this library lies in. */
const WORKSPACE = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Platform migrations and the slice's own, in the order in which they run. A slice without a folder has the platform's only.
 * @param root folder that holds `apps` and `libs`; this workspace when left out
 * @throws Error when a file is misnamed, a number is taken twice or out of its range, or a way back is missing
 */
export async function migrationsOf(schema: Schema, root = WORKSPACE): Promise<Migration[]> {
  const [platform, own] = await Promise.all([
    readMigrations(PLATFORM_FOLDER, (version) => version < FIRST_SLICE_VERSION),
    readMigrations(join(root, migrationsFolderOf(schema)), (version) => version >= FIRST_SLICE_VERSION),
  ]);
  return [...platform.filter(({ name }) => hasPlatformTables(schema, name)), ...own];
}

/** Reads one folder; absent means empty. */
export async function readMigrations(folder: string, accepts: (version: number) => boolean): Promise<Migration[]> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const scripts = new Map<string, { name: string; script: Script }>();
  for (const file of files.filter((name) => name.endsWith('.sql'))) {
    const path = join(folder, file);
    const [, number, name, direction] = FILE_NAME.exec(file) ?? [];
    if (!number || !name || !direction) throw new Error(`${path}: a migration is named NNNN_name.do.sql or NNNN_name.undo.sql`);
    if (!accepts(Number(number)))
      throw new Error(`${path}: numbers from ${FIRST_SLICE_VERSION} belong to slices, lower ones to the platform`);
    const key = `${number}.${direction}`;
    if (scripts.has(key)) throw new Error(`${path}: number ${number} is taken by ${scripts.get(key)?.script.path}`);
    scripts.set(key, { name, script: await readScript(path) });
  }
  return paired(scripts);
}

function paired(scripts: ReadonlyMap<string, { name: string; script: Script }>): Migration[] {
  const migrations: Migration[] = [];
  for (const [key, { name, script }] of [...scripts].sort(([a], [b]) => a.localeCompare(b))) {
    const [number = '', direction] = key.split('.');
    const other = scripts.get(`${number}.${direction === 'do' ? 'undo' : 'do'}`);
    if (other?.name !== name)
      throw new Error(`${script.path}: the ${direction === 'do' ? 'undo' : 'do'} file of ${number}_${name} is missing`);
    if (direction === 'do') migrations.push({ version: Number(number), name, up: script, down: other.script });
  }
  return migrations;
}

async function readScript(path: string): Promise<Script> {
  const sql = (await readFile(path, 'utf8')).replaceAll('\r\n', '\n');
  return {
    path,
    sql,
    checksum: createHash('sha256').update(sql).digest('hex'),
    transactional: !sql.startsWith('-- no transaction\n'),
  };
}

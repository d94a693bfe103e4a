import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { migrationsOf, readMigrations } from './migration-folder.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (...names: string[]): Promise<unknown> => Promise.all(names.map((name) => writeFile(join(folder, name), `SELECT 1;\n`)));
const read = () => readMigrations(folder, (version) => version >= 1001);

it('pairs the files, in the order of their numbers', async () => {
  await write('1002_b.do.sql', '1002_b.undo.sql', '1001_a.undo.sql', '1001_a.do.sql', 'README.md');
  expect((await read()).map(({ version, name }) => [version, name])).toEqual([
    [1001, 'a'],
    [1002, 'b'],
  ]);
});

it('has none where there is no folder', async () => {
  expect(await readMigrations(join(folder, 'absent'), () => true)).toEqual([]);
});

it('gives the same checksum whatever the line ends', async () => {
  await write('1001_a.do.sql', '1001_a.undo.sql');
  const [unix] = await read();
  await writeFile(join(folder, '1001_a.do.sql'), 'SELECT 1;\r\n');
  expect((await read())[0]?.up.checksum).toBe(unix?.up.checksum);
});

it('knows a script that must run outside of a transaction', async () => {
  await write('1001_a.do.sql', '1001_a.undo.sql');
  await writeFile(join(folder, '1001_a.do.sql'), '-- no transaction\nCREATE INDEX CONCURRENTLY i ON t (a)');
  const [migration] = await read();
  expect([migration?.up.transactional, migration?.down.transactional]).toEqual([false, true]);
});

it.each([
  ['a misnamed file', ['1001-a.do.sql'], 'a migration is named'],
  ['a way that is missing', ['1001_a.do.sql'], 'the undo file of 1001_a is missing'],
  ['a way back without a way', ['1001_a.undo.sql'], 'the do file of 1001_a is missing'],
  ['a way back of another name', ['1001_a.do.sql', '1001_b.undo.sql'], 'is missing'],
  ['a number taken twice', ['1001_a.do.sql', '1001_a.undo.sql', '1001_b.do.sql'], 'number 1001 is taken'],
  ['a number of the platform', ['0001_a.do.sql', '0001_a.undo.sql'], 'numbers from 1001 belong to slices'],
])('refuses %s', async (_what, names, message) => {
  await write(...names);
  await expect(read()).rejects.toThrow(message);
});

it('puts the platform before the slice', async () => {
  const versions = (await migrationsOf('lead')).map(({ version }) => version);
  expect(versions[0]).toBe(1);
  expect(versions).toEqual(versions.toSorted((a, b) => a - b));
});

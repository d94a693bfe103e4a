import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@leadstream/testing';
import pg from 'pg';
import { dump, type LeftOut } from './canonical-dump.ts';
import { differences } from './state.ts';

const NOTHING: LeftOut = { tables: {}, columns: {}, rows: {} };

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase({ empty: true });
  client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query(`
    CREATE SCHEMA one;
    CREATE TABLE one.thing (id int PRIMARY KEY, name text, at timestamptz);
    CREATE TABLE one.other (id int PRIMARY KEY);
    INSERT INTO one.thing VALUES (1, 'a', '2026-01-01Z'), (2, NULL, '2026-01-01Z'), (3, '', '2026-01-01Z');`);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Tables that look different after the statement; it is taken back afterwards. */
async function changedBy(sql: string, leftOut = NOTHING): Promise<string[]> {
  const before = await dump(client, ['one'], leftOut);
  await client.query('BEGIN');
  await client.query(sql);
  const after = await dump(client, ['one'], leftOut);
  await client.query('ROLLBACK');
  return differences(before, after);
}

it.each([
  ['one value', `UPDATE one.thing SET name = 'b' WHERE id = 1`],
  ['NULL and an empty text', `UPDATE one.thing SET name = '' WHERE id = 2`],
  ['an instant by a microsecond', `UPDATE one.thing SET at = at + interval '1 microsecond' WHERE id = 3`],
  ['a row more', `INSERT INTO one.thing VALUES (4)`],
  ['a row less', 'DELETE FROM one.thing WHERE id = 3'],
])('tells apart: %s', async (_, sql) => {
  expect(await changedBy(sql)).toEqual(['one.thing']);
});

it('does not mind where rows lie', async () => {
  expect(await changedBy(`UPDATE one.thing SET name = name; DELETE FROM one.other`)).toEqual([]);
  expect(
    await changedBy(
      `CREATE TABLE one.copy AS SELECT * FROM one.thing ORDER BY id DESC; TRUNCATE one.thing; INSERT INTO one.thing SELECT * FROM one.copy; DROP TABLE one.copy`,
    ),
  ).toEqual([]);
});

it('leaves out what it is told to, and no more', async () => {
  const leftOut: LeftOut = { tables: { other: 'why' }, columns: { 'thing.at': 'why' }, rows: { thing: 'id > 3' } };
  expect(
    await changedBy(`INSERT INTO one.other VALUES (1); UPDATE one.thing SET at = now(); INSERT INTO one.thing VALUES (4)`, leftOut),
  ).toEqual([]);
  expect(await changedBy(`UPDATE one.thing SET name = 'b'`, leftOut)).toEqual(['one.thing']);
});

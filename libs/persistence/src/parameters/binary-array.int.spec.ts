import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { TestDatabase } from '@leadstream/testing';
import { specDatabase, TENANT } from '../../spec/spec-slice.js';
import { TenantDatabase } from '../tenant-database.js';
import { bigintArray, bytesArray, instantArray, integerArray, jsonArray, jsonbArray, textArray, uuidArray } from './binary-array.js';

let database: TestDatabase;
let db: TenantDatabase;

beforeAll(async () => {
  database = await specDatabase();
  db = new TenantDatabase({ url: database.serviceUrl('engagement'), poolSize: 1, applicationName: 'spec' });
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

/** The elements as Postgres writes them, in their order. */
async function arrived(type: string, array: Buffer): Promise<(string | null)[]> {
  const rows = await db.inTenant(TENANT, (tx) =>
    tx.query<{ text: string | null }>(`SELECT e::text AS text FROM unnest($1::${type}[]) WITH ORDINALITY AS a (e, place) ORDER BY place`, [
      array,
    ]),
  );
  return rows.map(({ text }) => text);
}

it('arrives as it was given, nulls included', async () => {
  const ids = ['01926b5e-7a00-7000-8000-0000000000ff', 'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF', null];
  expect(await arrived('uuid', uuidArray(ids))).toEqual([ids[0], ids[1]?.toLowerCase(), null]);
  const texts = ['', 'NULL', '{"a":"b\\"c\\\\"}', 'naïve ✓ 🦆', ' {},\n', null];
  expect(await arrived('text', textArray(texts))).toEqual(texts);
  expect(await arrived('integer', integerArray([0, -1, 2_147_483_647, -2_147_483_648, null]))).toEqual([
    '0',
    '-1',
    '2147483647',
    '-2147483648',
    null,
  ]);
  const wide = [0, 1, -1, 4_294_967_295, 4_294_967_296, -4_294_967_297, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, null];
  expect(await arrived('bigint', bigintArray(wide))).toEqual(wide.map((number) => number?.toString() ?? null));
  expect(await arrived('jsonb', jsonbArray(['{"b": [1, null], "a": "\\u00fc"}', '"ü"', null]))).toEqual([
    '{"a": "ü", "b": [1, null]}',
    '"ü"',
    null,
  ]);
  expect(await arrived('json', jsonArray(['{"b": 1, "a":2}', null]))).toEqual(['{"b": 1, "a":2}', null]);
  expect(await arrived('bytea', bytesArray([Buffer.from([0, 255, 92]), Buffer.alloc(0), null]))).toEqual(['\\x00ff5c', '\\x', null]);
  expect(await arrived('text', textArray([]))).toEqual([]);
});

it('holds instants to the millisecond, before 1970 and far ahead', async () => {
  const instants = ['2026-11-28T21:00:00.123Z', '1969-07-20T20:17:40.001Z', '2000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'];
  const rows = await db.inTenant(TENANT, (tx) =>
    tx.query<{ at: Date }>('SELECT at FROM unnest($1::timestamptz[]) WITH ORDINALITY AS a (at, place) ORDER BY place', [
      instantArray(instants.map((instant) => new Date(instant))),
    ]),
  );
  expect(rows.map(({ at }) => at.toISOString())).toEqual(instants);
  expect(await arrived('timestamptz', instantArray([null]))).toEqual([null]);
});

it('refuses what the type cannot hold', () => {
  for (const id of ['', 'x', '01926b5e7a0070008000000000000000', '01926b5e-7a00-7000-8000-0000000000fg']) {
    expect(() => uuidArray([id])).toThrow(RangeError);
  }
  expect(() => integerArray([2_147_483_648])).toThrow(RangeError);
  expect(() => integerArray([0.5])).toThrow(RangeError);
  expect(() => bigintArray([2 ** 53])).toThrow(RangeError);
  expect(() => bigintArray([0.5])).toThrow(RangeError);
  expect(() => instantArray([new Date(Number.NaN)])).toThrow(RangeError);
});

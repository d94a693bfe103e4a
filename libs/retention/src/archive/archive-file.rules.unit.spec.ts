import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readArchive, type SealedRow, writeArchive } from './archive-file.rules.js';

const ID = '01920000-0000-7000-8000-000000000001';
const about = { format: 1 as const, archiveId: ID, tenantId: ID, category: 'interactions', table: 'interaction', rows: 2 };
const rows: SealedRow[] = [
  { keyId: ID, sealed: 'AAEC' },
  { keyId: ID, sealed: null },
];
const file = writeArchive(about, rows);

it('gives back what was written, of persons who were erased that there was a row', () => {
  expect(readArchive(file)).toEqual({ header: about, rows });
});

it('is lines of JSON that any tool unpacks', () => {
  expect(gunzipSync(file).toString()).toBe(
    `{"format":1,"archiveId":"${ID}","tenantId":"${ID}","category":"interactions","table":"interaction","rows":2}\n` +
      `{"keyId":"${ID}","sealed":"AAEC"}\n{"keyId":"${ID}","sealed":null}\n`,
  );
});

describe('a file that is not as it was written', () => {
  const text = gunzipSync(file).toString();
  it.each([
    ['is cut off', file.subarray(0, -1)],
    ['has a byte that differs', Buffer.concat([file.subarray(0, 40), Buffer.from([(file[40] ?? 0) ^ 1]), file.subarray(41)])],
    ['lacks a row', gzipSync(text.split('\n').toSpliced(1, 1).join('\n'))],
    ['has a row twice', gzipSync(`${text}{"keyId":"${ID}","sealed":null}\n`)],
    ['breaks off in a line', gzipSync(text.slice(0, -1))],
    ['is of another format', gzipSync(text.replace('"format":1', '"format":2'))],
  ])('%s: is no archive', (_, damaged) => {
    expect(() => readArchive(damaged)).toThrow();
  });
});

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { breaksBetween } from './release.ts';

const schemas = resolve(import.meta.dirname, '../../../libs/contracts/schemas');

describe('breaksBetween', () => {
  let released: string;
  beforeEach(() => {
    released = mkdtempSync(join(tmpdir(), 'release-'));
  });
  afterEach(() => rmSync(released, { recursive: true }));

  /** Takes the present documents as released, with words replaced in one of them. */
  function releaseWith(file: string, from: string | RegExp, to: string): void {
    cpSync(schemas, released, { recursive: true });
    const text = readFileSync(join(released, file), 'utf8');
    expect(text).toMatch(from);
    writeFileSync(join(released, file), text.replace(from, to));
  }

  it('finds nothing before the first release, and nothing between equals', () => {
    expect(breaksBetween(released, schemas)).toEqual([]);
    releaseWith('topics.json', '"topics"', '"topics"');
    expect(breaksBetween(released, schemas)).toEqual([]);
  });

  it('names the event, the path and the way out', () => {
    releaseWith('events/lead.deleted.v1.json', '"deletedAt": {', '"reason": { "type": "string" },\n    "deletedAt": {');
    expect(breaksBetween(released, schemas)).toEqual(['lead.deleted.v1 reason: was removed; declare lead.deleted.v2 for it']);
  });

  it('reads topics and the API as well', () => {
    releaseWith('topics.json', '"partitions": 6', '"partitions": 12');
    expect(breaksBetween(released, schemas)).toEqual([expect.stringContaining('partitions went from 12 to 6')]);
    releaseWith('openapi.json', '"operationId": "createLead"', '"operationId": "makeLead"');
    expect(breaksBetween(released, schemas)).toContainEqual(expect.stringContaining('makeLead: was removed'));
  });
});

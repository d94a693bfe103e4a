import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from './sql.js';
import { type Slice, testDatabase, type TestDatabase } from './test-database.js';

/** Where rows of a slice refer to a lead, as `table.column`, and what becomes of them when that lead goes into another one. */
export interface LeadReferences {
  readonly slice: Slice;
  /** What the survivor has from then on, until the merge is undone, and how. */
  readonly followed: Readonly<Record<string, string>>;
  /** What stays with the merged lead, and why. */
  readonly excused: Readonly<Record<string, string>>;
  readonly json: {
    /** JSON in which ids of leads may stand, as `table.column`, and what a merge means for them. */
    readonly naming: Readonly<Record<string, string>>;
    /** JSON in which none do. */
    readonly others: readonly string[];
  };
}

/** But for the platform's table of erased leads: it is written once the family is known, of each member. */
const REFERENCES = `
SELECT c.relname || '.' || a.attname AS reference
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relname <> 'erased_person' AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'uuid'::regtype AND a.attname ~ '(^|_)lead_id$'
ORDER BY 1`;

/** But for the platform's tables, whose JSON belongs to messages, requests and jobs. */
const JSON_COLUMNS = `
SELECT c.relname || '.' || a.attname AS reference
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relname NOT IN ('outbox', 'idempotency_key', 'timed_job_run') AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid IN ('json'::regtype, 'jsonb'::regtype)
ORDER BY 1`;

/**
 * Fails on a column that refers to a lead and of which nobody has said what a merge does to it, on JSON of which nobody has said whether it
 * names leads; and on what is no more.
 */
export function describeLeadReferences({ slice, followed, excused, json }: LeadReferences): void {
  describe(`references to leads in ${slice}`, () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await testDatabase();
    });
    afterAll(() => database?.drop());

    it('are all accounted for when leads are merged', async () => {
      const found = await sql<{ reference: string }>(database.adminUrl, REFERENCES, [slice]);
      const known = [...Object.keys(followed), ...Object.keys(excused)];
      expect(found.map(({ reference }) => reference)).toEqual(known.sort());
    });

    it('in JSON are, too', async () => {
      const found = await sql<{ reference: string }>(database.adminUrl, JSON_COLUMNS, [slice]);
      const known = [...Object.keys(json.naming), ...json.others];
      expect(found.map(({ reference }) => reference).sort()).toEqual(known.sort());
    });
  });
}

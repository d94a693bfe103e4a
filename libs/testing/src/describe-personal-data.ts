import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from './sql.js';
import { type Slice, testDatabase, type TestDatabase } from './test-database.js';

/** Who answers for the tables of a slice when a person's data is asked for. */
export interface PersonalData {
  readonly slice: Slice;
  /** Each table in exactly one of them. */
  readonly stores: readonly { readonly name: string; readonly tables: readonly string[] }[];
  /** Tables that say nothing of a person, and why. */
  readonly impersonal: Readonly<Record<string, string>>;
}

/** The same in every slice. */
const PLATFORM: Readonly<Record<string, string>> = {
  consumer_progress: 'How far groups have read.',
  erased_person: 'Which ids mean nobody any more.',
  idempotency_key: "Answers are sealed with the installation's key, and go after 24 hours.",
  inbox: 'Ids of events.',
  outbox: "Personal fields are sealed with the person's key; a day after it was published an event goes.",
  outbox_waiting: 'Numbers of events.',
  schema_migration: 'The ledger of migrations.',
  timed_job: 'The state of jobs.',
  timed_job_run: 'What jobs did, in numbers.',
};

const TABLES = `
SELECT c.relname AS name FROM pg_class c
WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`;

/** Fails on a table of which nobody has said whether it holds data of persons; on one that two answer for, and on one that is no more. */
export function describePersonalData({ slice, stores, impersonal }: PersonalData): void {
  describe(`personal data in ${slice}`, () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await testDatabase();
    });
    afterAll(() => database?.drop());

    it('is answered for, table by table', async () => {
      const found = (await sql<{ name: string }>(database.adminUrl, TABLES, [slice])).map(({ name }) => name);
      const known = [...stores.flatMap(({ tables }) => tables), ...Object.keys(impersonal), ...Object.keys(PLATFORM)];
      expect(known.sort()).toEqual(found.sort());
    });
  });
}

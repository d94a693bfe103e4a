import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GoodRows, type Refusal, type Row, RowTrial } from './row-trial.js';
import { type Slice, testDatabase, type TestDatabase } from './test-database.js';

/** What the database itself takes and refuses in the tables of a slice. */
export interface DataRules {
  readonly slice: Slice;
  /** Owner of the rows. */
  readonly tenantId: string;
  /** In the order in which they can be inserted. */
  readonly goodRows: GoodRows;
  /** Changes after which a row is still good: every word of a closed set, for example. */
  readonly accepted?: readonly (readonly [table: string, change: Row])[];
  /** At least one for every check and foreign key of the tables. */
  readonly refused: readonly Refusal[];
  /** `table.column` of every number that may be anything, ordered by name; none unless given. */
  readonly freeNumbers?: readonly string[];
}

/**
 * Tries every rule of a slice on a database of its own. Fails on a rule that nothing given here breaks, and on a number
 * that no rule speaks of.
 */
export function describeDataRules({ slice, tenantId, goodRows, accepted = [], refused, freeNumbers = [] }: DataRules): void {
  describe(`the database of ${slice}`, () => {
    let database: TestDatabase;
    let trial: RowTrial;
    beforeAll(async () => {
      database = await testDatabase();
      trial = await RowTrial.open(database, slice, tenantId, goodRows);
    });
    afterAll(async () => {
      await trial?.close();
      await database?.drop();
    });

    const unchanged = Object.keys(goodRows).map((table): readonly [string, Row] => [table, {}]);
    it.each([...unchanged, ...accepted])('takes a row of %s with %j', async (table, change) => {
      expect(await trial.refusalOf(table, change)).toBeUndefined();
    });

    it.each(refused)('refuses a row of %s with %j by %s', async (...[table, change, constraint, given]: Refusal) => {
      expect(await trial.refusalOf(table, change, given)).toBe(constraint);
    });

    it('has no rule that is not tried here', async () => {
      const tried = refused.map(([table, , constraint]) => `${table}.${constraint}`);
      expect((await trial.rules()).filter((rule) => !tried.includes(rule))).toEqual([]);
    });

    it('has no number without a rule, but for those named here', async () => {
      expect(await trial.unruledNumbers()).toEqual(freeNumbers);
    });
  });
}

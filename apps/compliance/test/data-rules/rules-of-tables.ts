import type { GoodRows, Refusal, Row } from '@leadstream/testing/jest';

/** What the database takes and refuses in some tables, as `describeDataRules` wants it. */
export interface RulesOfTables {
  /** In the order in which they can be inserted. */
  readonly goodRows: GoodRows;
  readonly accepted: readonly (readonly [table: string, change: Row])[];
  readonly refused: readonly Refusal[];
}

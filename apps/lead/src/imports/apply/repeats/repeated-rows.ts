import type { ImportMatchField } from '@leadstream/contracts';
import type { CustomFieldDefinition } from '../../../custom-fields/custom-field.js';
import { type Identifier, IDENTIFIERS } from '../../../lead/lead.js';
import { isMatchKey } from '../../plan/import-plan.js';
import type { RowReading } from '../../plan/row.rules.js';
import type { ReadRow } from '../../plan/said.rules.js';
import { type MatchKey, matchKeysOf, type MatchPlan } from '../matching/match-key.rules.js';
import { SeenKeys } from './seen-keys.js';

/** A match key that stands in a row above. */
export interface RepeatedKey {
  /** The first row of those that speak of its lead. */
  readonly of: number;
  readonly by: ImportMatchField;
}

/** How a row stands to the rows above it in its file. */
export interface Repetition {
  /** The first row with the same match key; null when there is none. */
  readonly of: number | null;
  /** That key. */
  readonly by: ImportMatchField | null;
  /** Another of its keys, which stands in rows of another lead. */
  readonly conflict: RepeatedKey | null;
  /** An identifier that a row above gives to another lead; null unless all identifiers are looked at. */
  readonly takes: Identifier | null;
}

export const NO_REPETITION: Repetition = { of: null, by: null, conflict: null, takes: null };

/** Finds rows of one file that speak of the same lead, in bounded memory. To be told of every row, in file order. */
export class RepeatedRows {
  readonly #keys: ReadonlyMap<ImportMatchField, SeenKeys>;
  readonly #others: ReadonlyMap<Identifier, SeenKeys>;

  /**
   * @param definitions of the tenant's custom fields, where rows are matched by one
   * @param looksAtAll whether identifiers beside the match keys are looked at, as a dry run must, whose leads are not there to be found
   */
  constructor(
    private readonly plan: MatchPlan,
    private readonly definitions: readonly CustomFieldDefinition[],
    looksAtAll: boolean,
  ) {
    this.#keys = new Map(plan.matchBy.map((field) => [field, new SeenKeys()]));
    this.#others = new Map(looksAtAll ? IDENTIFIERS.filter((name) => !isMatchKey(plan, name)).map((name) => [name, new SeenKeys()]) : []);
  }

  note(rowNumber: number, reading: RowReading): Repetition {
    if (!('row' in reading)) return NO_REPETITION;
    const keys = matchKeysOf(reading.row, this.plan, this.definitions);
    if (!keys.ok || keys.value.length === 0) return NO_REPETITION;
    const [repeated, conflict] = this.#above(keys.value);
    if (repeated && conflict) return { ...repeated, conflict, takes: null };
    const first = repeated?.of ?? rowNumber;
    for (const { field, value } of keys.value) this.#keys.get(field)?.note(value, first);
    return { ...(repeated ?? NO_REPETITION), conflict: null, takes: this.#takenBy(reading.row, first) };
  }

  /** The first key that stands above, and one that stands in rows of another lead. */
  #above(keys: readonly MatchKey[]): readonly RepeatedKey[] {
    const above = keys.flatMap(({ field, value }) => {
      const row = this.#keys.get(field)?.find(value);
      return row === undefined ? [] : [{ of: row, by: field }];
    });
    const [first] = above;
    const other = above.find(({ of }) => of !== first?.of);
    return first ? [first, ...(other ? [other] : [])] : [];
  }

  #takenBy({ fields, sharesPhone }: ReadRow, first: number): Identifier | null {
    for (const [name, seen] of this.#others) {
      const value = fields[name];
      const isTaken = value ? seen.note(value, first) !== first : false;
      // A number with an extension is left to the lead that has it.
      if (isTaken && !(name === 'phone' && sharesPhone)) return name;
    }
    return null;
  }
}

import type { ImportMatchField, RowOutcome } from '@leadstream/contracts';
import type { CustomFieldDefinition } from '../../../custom-fields/custom-field.js';
import { type Identifier, IDENTIFIERS } from '../../../lead/lead.js';
import { isMatchKey } from '../../plan/import-plan.js';
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

/**
 * Why a row was skipped whose lead is there: its keys are known from then on, as those of a row that went in. A row that failed, or was left out with
 * its lead, makes no later one a repetition.
 */
export const KNOWN_ALL_THE_SAME: readonly string[] = ['lead.unchanged', 'lead.exists', 'row.repeated'];

/** Whether rows behind it repeat a row that became so. */
export function isRepeatable(outcome: RowOutcome, code: string | null): boolean {
  return outcome === 'created' || outcome === 'updated' || (outcome === 'skipped' && code !== null && KNOWN_ALL_THE_SAME.includes(code));
}

/** Finds rows of one file that speak of the same lead, in bounded memory. To be told of every row that went in, in file order. */
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

  /** How a row stands to those above it. */
  find(rowNumber: number, row: ReadRow): Repetition {
    const keys = this.#keysOf(row);
    if (keys.length === 0) return NO_REPETITION;
    const [repeated, conflict] = this.#above(keys);
    if (repeated && conflict) return { ...repeated, conflict, takes: null };
    return { ...(repeated ?? NO_REPETITION), conflict: null, takes: this.#takenBy(row, repeated?.of ?? rowNumber) };
  }

  /** Notes a row that went in, for as long as it is neither kept nor dropped. */
  note(rowNumber: number, row: ReadRow, { of, conflict }: Repetition): void {
    if (conflict) return;
    const first = of ?? rowNumber;
    for (const { field, value } of this.#keysOf(row)) this.#keys.get(field)?.try(value, first);
    for (const [name, seen] of this.#others) if (row.fields[name]) seen.try(row.fields[name], first);
  }

  /** Notes a row that went in before. */
  noteDone(rowNumber: number, row: ReadRow): void {
    this.note(rowNumber, row, this.find(rowNumber, row));
    this.keep();
  }

  /** What was noted is in the store. */
  keep(): void {
    for (const seen of [...this.#keys.values(), ...this.#others.values()]) seen.keep();
  }

  /** What was noted and not kept was not stored after all. */
  drop(): void {
    for (const seen of [...this.#keys.values(), ...this.#others.values()]) seen.drop();
  }

  #keysOf(row: ReadRow): readonly MatchKey[] {
    const keys = matchKeysOf(row, this.plan, this.definitions);
    return keys.ok ? keys.value : [];
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
      const holder = fields[name] ? seen.find(fields[name]) : undefined;
      const isTaken = holder !== undefined && holder !== first;
      // A number with an extension is left to the lead that has it.
      if (isTaken && !(name === 'phone' && sharesPhone)) return name;
    }
    return null;
  }
}

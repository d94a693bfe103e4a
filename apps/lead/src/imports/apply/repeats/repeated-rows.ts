import type { CustomFieldDefinition } from '../../../custom-fields/custom-field.js';
import { type Identifier, IDENTIFIERS } from '../../../lead/lead.js';
import type { ImportPlan } from '../../plan/import-plan.js';
import type { RowReading } from '../../plan/row.rules.js';
import type { ReadRow } from '../../plan/said.rules.js';
import { matchKeyOf } from '../match-key.rules.js';
import { SeenKeys } from './seen-keys.js';

/** How a row stands to the rows above it in its file. */
export interface Repetition {
  /** The first row with the same match key; null when there is none. */
  readonly of: number | null;
  /** An identifier that a row above gives to another lead; null unless all identifiers are looked at. */
  readonly takes: Identifier | null;
}

export const NO_REPETITION: Repetition = { of: null, takes: null };

/** Finds rows of one file that speak of the same lead, in bounded memory. To be told of every row, in file order. */
export class RepeatedRows {
  readonly #keys = new SeenKeys();
  readonly #others: ReadonlyMap<Identifier, SeenKeys>;

  /**
   * @param definitions of the tenant's custom fields, where rows are matched by one
   * @param looksAtAll whether identifiers beside the match key are looked at, as a dry run must, whose leads are not there to be found
   */
  constructor(
    private readonly plan: Pick<ImportPlan, 'matchBy' | 'decimalSign' | 'timeZone' | 'dateOrder'>,
    private readonly definitions: readonly CustomFieldDefinition[],
    looksAtAll: boolean,
  ) {
    this.#others = new Map(looksAtAll ? IDENTIFIERS.filter((name) => name !== plan.matchBy).map((name) => [name, new SeenKeys()]) : []);
  }

  note(rowNumber: number, reading: RowReading): Repetition {
    if (!('row' in reading)) return NO_REPETITION;
    const key = matchKeyOf(reading.row, this.plan, this.definitions);
    if (!key.ok || key.value === null) return NO_REPETITION;
    const first = this.#keys.note(key.value.value, rowNumber);
    return { of: first === rowNumber ? null : first, takes: this.#takenBy(reading.row, first) };
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

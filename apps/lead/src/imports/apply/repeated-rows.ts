import { type Identifier, IDENTIFIERS, type LeadFields } from '../../lead/lead.js';
import type { RowReading } from '../plan/row.rules.js';
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

  /** @param looksAtAll whether identifiers beside the match key are looked at, as a dry run must, whose leads are not there to be found */
  constructor(
    private readonly matchBy: Identifier,
    looksAtAll: boolean,
  ) {
    this.#others = new Map(looksAtAll ? IDENTIFIERS.filter((name) => name !== matchBy).map((name) => [name, new SeenKeys()]) : []);
  }

  note(rowNumber: number, reading: RowReading): Repetition {
    if (!('row' in reading)) return NO_REPETITION;
    const { fields } = reading.row;
    const key = fields[this.matchBy];
    if (!key) return NO_REPETITION;
    const first = this.#keys.note(key, rowNumber);
    return { of: first === rowNumber ? null : first, takes: this.#takenBy(fields, first) };
  }

  #takenBy(fields: Partial<LeadFields>, first: number): Identifier | null {
    for (const [name, seen] of this.#others) {
      const value = fields[name];
      if (value && seen.note(value, first) !== first) return name;
    }
    return null;
  }
}

import type { DncEntryKind, DncEntryLoad, DncEntryLoadOptions } from '@leadstream/contracts';
import { DomainError } from '@leadstream/kernel';
import { maskedEmail, maskedPhone } from '../../consent/preferences/preference.rules.js';
import { kindOfValue, normaliseDncValue } from '../dnc-value.rules.js';
import { type EntryName, entryKey } from '../domain.rules.js';
import { SAMPLES } from '../registry/file/read-list-file.js';

/** A row that is not blank: its first cell. */
export interface EntryRow {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** What is read of a row: a name, or why there is none. */
type ReadRow = EntryName | { readonly problem: DncEntryKind };

/** Rows of a text with any line ends; its first one is left out where it names the columns. */
export function rowsOf(text: string, hasHeadings: boolean): EntryRow[] {
  const rows = text.split(/\r\n|\n|\r/).map((line, index) => ({ line: index + 1, text: firstCell(line) }));
  const filled = rows.filter(({ text: cell }) => cell !== '');
  return hasHeadings ? filled.slice(1) : filled;
}

/** Of a line of CSV, with commas, semicolons or tabs, in quotes or not. */
function firstCell(line: string): string {
  const quoted = /^\s*"((?:[^"]|"")*)"/.exec(line);
  if (quoted) return (quoted[1] ?? '').replaceAll('""', '"').trim();
  return (/^[^,;\t]*/.exec(line)?.[0] ?? '').trim();
}

/** Collects what rows name, each once, and counts those that name nothing. */
export class EntryRows {
  readonly #names = new Map<string, EntryName>();
  readonly #problems: DncEntryLoad['problems'] = [];
  #rows = 0;
  #refused = 0;

  constructor(private readonly options: Pick<DncEntryLoadOptions, 'kind' | 'phoneRegion'>) {}

  add(row: EntryRow): void {
    this.#rows += 1;
    const read = this.#read(row.text);
    if ('problem' in read) this.#refuse(row, read.problem);
    else this.#names.set(entryKey(read), read);
  }

  names(): EntryName[] {
    return [...this.#names.values()];
  }

  summary(): { rows: number; refused: number; problems: DncEntryLoad['problems'] } {
    return { rows: this.#rows, refused: this.#refused, problems: this.#problems };
  }

  #read(text: string): ReadRow {
    const kind = this.options.kind ?? kindOfValue(text);
    try {
      return { kind, value: normaliseDncValue(kind, text, this.options.phoneRegion, 'value') };
    } catch (error) {
      if (error instanceof DomainError) return { problem: kind };
      throw error;
    }
  }

  #refuse({ line, text }: EntryRow, code: DncEntryKind): void {
    this.#refused += 1;
    if (this.#problems.length < SAMPLES) this.#problems.push({ line, code, value: masked(text) });
  }
}

/** Enough to find the row, too little to reach anybody. */
function masked(text: string): string {
  if (text.includes('@')) return maskedEmail(text);
  return /\d{2}$/.test(text) ? maskedPhone(text) : `${[...text][0] ?? ''}…`;
}

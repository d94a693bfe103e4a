import type { DncEntryLoad, DncEntryLoadOptions } from '@leadstream/contracts';

/** What came of the rows of a file. */
export type EntryOutcome = DncEntryLoad['counts'] & { readonly problems: DncEntryLoad['problems'] };

export const NO_ROW_READ: EntryOutcome = { rows: 0, added: 0, changed: 0, unchanged: 0, refused: 0, problems: [] };

/** A file that was uploaded and is to be loaded now. */
export interface WaitingEntryLoad {
  readonly id: string;
  readonly options: Omit<DncEntryLoadOptions, 'evidence'> & Partial<Pick<DncEntryLoadOptions, 'evidence'>>;
  readonly content: Buffer;
  /** Including the present one. */
  readonly attempts: number;
}

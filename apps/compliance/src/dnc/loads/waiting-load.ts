import type { DncLoad } from '@leadstream/contracts';

/** What came of the rows of a file; every part is 0 until it was read. */
export interface LoadOutcome {
  readonly rows: number;
  readonly added: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly problems: readonly { readonly line: number; readonly code: string }[];
}

export const NOTHING_READ: LoadOutcome = { rows: 0, added: 0, removed: 0, unchanged: 0, refused: 0, problems: [] };

/** A file that was uploaded and is to be loaded now. */
export interface WaitingLoad {
  readonly id: string;
  readonly source: string;
  readonly mode: DncLoad['mode'];
  readonly listedAt: Date;
  /** As of when the list is that the file is changes of; null of a whole list. */
  readonly since: Date | null;
  readonly allowShrink: boolean;
  readonly totalBytes: number;
  /** Including the present one. */
  readonly attempts: number;
}

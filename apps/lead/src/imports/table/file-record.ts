import type { DomainError } from '@leadstream/kernel';

/** One record of a file: headings or a row. */
export interface FileRecord {
  /** Where it begins: the line of a CSV file or the row of a sheet, from 1. */
  readonly line: number;
  readonly cells: string[];
  /** Places of the cells that a workbook holds as numbers; their texts are plain decimals with a point. Left out where there are none. */
  readonly numbers?: readonly number[];
  /** A cell by which the record cannot be told for sure; left out where there is none. */
  readonly broken?: BrokenCell;
}

/** A cell that cannot be told, in a record whose end is sure all the same. */
export interface BrokenCell {
  /** Its place, from 0. */
  readonly column: number;
  readonly code: 'quote.followed_by_text' | 'formula.no_value';
  readonly message: string;
  /** Why the file is refused where this is in its headings. */
  readonly refusal: () => DomainError;
}

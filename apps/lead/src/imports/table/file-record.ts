/** One record of a file: headings or a row. */
export interface FileRecord {
  /** Where it begins: the line of a CSV file or the row of a sheet, from 1. */
  readonly line: number;
  readonly cells: string[];
  /** Places of the cells that a workbook holds as numbers; their texts are plain decimals with a point. Left out where there are none. */
  readonly numbers?: readonly number[];
}

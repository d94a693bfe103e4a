/** One record of a file: headings or a row. */
export interface FileRecord {
  /** Where it begins: the line of a CSV file or the row of a sheet, from 1. */
  readonly line: number;
  readonly cells: string[];
}

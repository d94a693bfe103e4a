/**
 * The rows of a regression. Most of their numbers are zero, so that only the others are kept, row by row (compressed sparse rows).
 * Within a row columns ascend.
 */
export interface Design {
  readonly columnCount: number;
  /** Where each row begins in `columns` and `values`; one more than there are rows. */
  readonly starts: Uint32Array;
  readonly columns: Uint16Array;
  readonly values: Float64Array;
}

/** What a regression is made of. */
export interface Sample {
  readonly design: Design;
  /** Of each row of the design, 0 to 1. */
  readonly targets: Float64Array;
  /** Rows of the design that count. */
  readonly rows: Uint32Array;
}

/** A column of numbers as a design of its own. */
export function singleColumn(values: Float64Array): Design {
  const starts = Uint32Array.from({ length: values.length + 1 }, (_, row) => row);
  return { columnCount: 1, starts, columns: new Uint16Array(values.length), values };
}

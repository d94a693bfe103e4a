/** How many comparisons a block may cost, so that the work grows with the number of leads and not with its square. */
export interface BlockLimits {
  /** Blocks of so many leads are compared pair by pair. */
  readonly maxWhole: number;
  /** Larger ones are put in order (`blockOrder`), and each lead compared with so many that follow. */
  readonly windowLeads: number;
  /** Still larger ones are skipped: a value that so many share, such as a placeholder, tells nobody apart. */
  readonly maxLeads: number;
}

/** A lead is compared 29 times at most for each of its keys. */
export const DEFAULT_BLOCK_LIMITS: BlockLimits = { maxWhole: 30, windowLeads: 10, maxLeads: 5_000 };

/** A block that was not compared. */
export interface SkippedBlock {
  readonly key: string;
  readonly leads: number;
}

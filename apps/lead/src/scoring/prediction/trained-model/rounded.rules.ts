const DIGITS = 1_000_000;

/** Six digits behind the point: more of what was learned or estimated would say nothing. */
export function rounded(value: number): number {
  // `+ 0` keeps -0 out of JSON comparisons.
  return Math.round(value * DIGITS) / DIGITS + 0;
}

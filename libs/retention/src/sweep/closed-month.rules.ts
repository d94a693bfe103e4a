/** @param month `YYYY-MM`, UTC */
export function beginOfMonth(month: string): Date {
  return new Date(`${month}-01T00:00:00Z`);
}

/** @param month `YYYY-MM`, UTC; @returns the first instant after it */
export function endOfMonth(month: string): Date {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1));
}

/** The month that is not over yet at that instant: its first instant. */
export function beginOfMonthOf(instant: Date): Date {
  return new Date(Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth(), 1));
}

/** Months that end by that instant, oldest first. */
export function monthsBefore(months: readonly string[], instant: Date): string[] {
  return months.filter((month) => endOfMonth(month) <= instant).toSorted();
}

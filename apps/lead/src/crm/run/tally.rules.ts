import type { CrmCounts, CrmOutcome } from '@leadstream/contracts';

/** Outcomes as counts. */
export function countsOf(outcomes: readonly CrmOutcome[]): CrmCounts {
  return outcomes.reduce<CrmCounts>((counts, outcome) => ({ ...counts, [outcome]: (counts[outcome] ?? 0) + 1 }), {});
}

export function sumOf(left: CrmCounts, right: CrmCounts): CrmCounts {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])] as CrmOutcome[];
  return Object.fromEntries(names.map((name) => [name, (left[name] ?? 0) + (right[name] ?? 0)]));
}

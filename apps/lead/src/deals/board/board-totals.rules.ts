import type { BoardColumn } from '@leadstream/contracts';
import type { StageRecord } from '../../pipelines/pipeline.js';
import { probabilityOf } from '../rules/deal-status.rules.js';
import type { TotalRow } from './deal-total.js';

/** Values of deals with one chance, added up. */
export interface DealSum {
  /** Null of deals without a value. */
  readonly currency: string | null;
  /** Two digits behind the point; null of deals without a value. */
  readonly sum: string | null;
  /** Per cent. */
  readonly probability: number;
}

/** Count and sums of a column; currencies in the order of their codes. */
export function columnTotals(rows: readonly TotalRow[], stage: StageRecord): BoardColumn['totals'] {
  const sums = rows.map(({ currency, sum, status }) => ({ currency, sum, probability: probabilityOf({ status }, stage) }));
  return { deals: rows.reduce((count, { deals }) => count + deals, 0), values: weightedValues(sums) };
}

/** Sums by currency, whole and by their chances; currencies in the order of their codes. */
export function weightedValues(sums: readonly DealSum[]): BoardColumn['totals']['values'] {
  const cents = new Map<string, { sum: bigint; weighted: bigint }>();
  for (const { currency, sum, probability } of sums) {
    if (currency === null || sum === null) continue;
    const before = cents.get(currency) ?? { sum: 0n, weighted: 0n };
    const amount = BigInt(sum.replace('.', ''));
    cents.set(currency, { sum: before.sum + amount, weighted: before.weighted + amount * BigInt(probability) });
  }
  return [...cents]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([currency, { sum, weighted }]) => ({
      sum: { amount: textOf(sum), currency },
      // Per cent of cents, rounded half up once, at the end.
      weighted: { amount: textOf((weighted + 50n) / 100n), currency },
    }));
}

function textOf(cents: bigint): string {
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

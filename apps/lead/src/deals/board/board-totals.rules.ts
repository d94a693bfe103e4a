import type { BoardColumn } from '@leadstream/contracts';
import type { StageRecord } from '../../pipelines/pipeline.js';
import { probabilityOf } from '../rules/deal-status.rules.js';
import type { TotalRow } from './deal-total.js';

/** Count and sums of a column; currencies in the order of their codes. */
export function columnTotals(rows: readonly TotalRow[], stage: StageRecord): BoardColumn['totals'] {
  const cents = new Map<string, { sum: bigint; weighted: bigint }>();
  for (const { currency, sum, status } of rows) {
    if (currency === null || sum === null) continue;
    const before = cents.get(currency) ?? { sum: 0n, weighted: 0n };
    const amount = BigInt(sum.replace('.', ''));
    const weighted = before.weighted + amount * BigInt(probabilityOf({ status }, stage));
    cents.set(currency, { sum: before.sum + amount, weighted });
  }
  const values = [...cents]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([currency, { sum, weighted }]) => ({
      sum: { amount: textOf(sum), currency },
      // Per cent of cents, rounded half up once, at the end.
      weighted: { amount: textOf((weighted + 50n) / 100n), currency },
    }));
  return { deals: rows.reduce((count, { deals }) => count + deals, 0), values };
}

function textOf(cents: bigint): string {
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

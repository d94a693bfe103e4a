import type { BenchStack } from '../bench-stack.ts';
import type { Figure } from '../figure.ts';
import { outboxCost } from './outbox-cost.ts';
import { recordCost } from './record-cost.ts';

/** The price of sealed personal fields: for each record, and for writes with the vault behind them. */
export async function measureEncryption(stack: BenchStack): Promise<Figure[]> {
  return [...recordCost(), ...(await outboxCost(stack))];
}

import { build } from '../../../infra/local/index.ts';
import type { Figure } from '../figure.ts';

/** The price of sealed personal fields: for each record, and for writes with the vault behind them. */
export async function measureEncryption(): Promise<Figure[]> {
  await build(['@leadstream/messaging']);
  const [{ recordCost }, { outboxCost }] = await Promise.all([import('./record-cost.ts'), import('./outbox-cost.ts')]);
  return [...recordCost(), ...(await outboxCost())];
}

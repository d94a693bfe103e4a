import type { RecordedEvent } from '@leadstream/contracts';
import type { SystemTx } from '@leadstream/persistence';
import type { KnownRecords, TenantRecords } from '../consumer/on-event.js';
import { done } from '../consumer/outcome.js';
import { holdPartition } from '../progress/progress.repository.js';
import type { Delivery } from './decode-records.js';
import type { EventSpans } from './event-spans.js';
import type { Applied, TransactionInput } from './event-transaction.js';
import { PartitionLostError } from './failure.js';

/** In the order of the tenants' ids, so that two transactions never wait for each other crosswise. */
function recordsOf(deliveries: readonly Delivery[]): TenantRecords[] {
  const tenants = Map.groupBy(
    deliveries.map(({ event }) => event as RecordedEvent),
    ({ tenantId }) => tenantId,
  );
  return [...tenants].map(([tenantId, events]) => ({ tenantId, events })).sort((one, other) => (one.tenantId < other.tenantId ? -1 : 1));
}

/**
 * Gives whoever takes every event those of all tenants together. What it asks first leaves with the lease's check; it is in vain when the lease is lost.
 * @throws PartitionLostError, or what the method or the database threw
 */
export async function recordAll(tx: SystemTx, { group, deliveries, position }: TransactionInput, spans: EventSpans): Promise<Applied[]> {
  const [first] = deliveries as [Delivery];
  const [held, known] = await Promise.all([
    holdPartition(tx, group, position),
    spans.within(first, () => first.handler.invoke(recordsOf(deliveries), tx)),
  ]);
  if (!held) throw new PartitionLostError();
  return deliveries.map((delivery) => ({
    delivery,
    outcome: (known as KnownRecords).has(delivery.event as RecordedEvent) ? { kind: 'duplicate' } : done(),
  }));
}

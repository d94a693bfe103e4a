import type { Uuid } from '@leadstream/kernel';
import type { Delivery } from './decode-records.js';

/** A tenant's events of one transaction. */
export interface TenantPart {
  readonly tenantId: Uuid;
  /** In order. */
  readonly deliveries: readonly Delivery[];
  /** The first delivery of each event: the same event may lie in a topic twice. */
  readonly byId: ReadonlyMap<Uuid, Delivery>;
}

function firstById(deliveries: readonly Delivery[]): Map<Uuid, Delivery> {
  const byId = new Map<Uuid, Delivery>();
  for (const delivery of deliveries) if (!byId.has(delivery.event.id)) byId.set(delivery.event.id, delivery);
  return byId;
}

/** Sorts events by tenant. Tenants come in the order of their ids, so that two transactions never wait for each other crosswise. */
export function tenantPartsOf(deliveries: readonly Delivery[]): TenantPart[] {
  const tenants = [...Map.groupBy(deliveries, ({ event }) => event.tenantId)];
  return tenants
    .map(([tenantId, ofTenant]) => ({ tenantId, deliveries: ofTenant, byId: firstById(ofTenant) }))
    .sort((one, other) => (one.tenantId < other.tenantId ? -1 : 1));
}

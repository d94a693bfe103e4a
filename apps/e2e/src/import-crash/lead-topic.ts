import type { CapturedEvent, EventCapture } from '@leadstream/testing';
import type { Pool } from 'pg';
import { CommonNames } from './tenant-state.js';

/** An event in common names. */
export type NamedEvent = readonly [type: string, sequence: string, data: unknown];

/**
 * The events of each of a tenant's aggregates in the order of the topic, as consumers take them: a relay that dies after the broker has
 * taken an event sends it again, with the same id and the same body, and consumers know it by its id.
 * @throws Error when events of one id differ, or when others are in the topic than were written
 */
export async function eventsOf(
  admin: Pool,
  published: EventCapture,
  tenantId: string,
): Promise<ReadonlyMap<string, readonly NamedEvent[]>> {
  const names = await CommonNames.of(admin, tenantId);
  const once = new Map<string, CapturedEvent>();
  for (const event of published.events) {
    const { ce_id: id = '', ce_tenantid: tenant } = event.headers;
    if (tenant !== tenantId) continue;
    const known = once.get(id);
    if (known && known.text !== event.text) throw new Error(`two events have the id ${id}`);
    if (!known) once.set(id, event);
  }
  await demandWritten(admin, tenantId, once);
  const events = new Map<string, NamedEvent[]>();
  for (const { key, headers, data } of once.values()) {
    const name = String(names.apply(key));
    const named: NamedEvent = [headers['ce_type'] ?? '', headers['ce_sequence'] ?? '', names.apply(data)];
    events.set(name, [...(events.get(name) ?? []), named]);
  }
  return new Map([...events].sort(([one], [other]) => one.localeCompare(other)));
}

async function demandWritten(admin: Pool, tenantId: string, once: ReadonlyMap<string, CapturedEvent>): Promise<void> {
  const { rows } = await admin.query<{ id: string }>('SELECT event_id AS id FROM lead.outbox WHERE tenant_id = $1', [tenantId]);
  const missing = rows.filter(({ id }) => !once.has(id)).length;
  if (missing > 0 || rows.length !== once.size)
    throw new Error(`of ${rows.length} events that were written ${missing} are not in the topic, which has ${once.size}`);
}

import type { EmailEvent, EmailProvider } from '@leadstream/contracts';
import { instantArray, jsonArray, textArray, type Tx, uuidArray } from '@leadstream/persistence';
import type { ReceivedEvent } from '../ingest/received-event.js';

/** What claims an event: whoever comes second finds it taken. */
export type ClaimedEvent = Pick<ReceivedEvent, 'eventId' | 'providerEventId' | 'delivery'>;

/** An event as it is stored; `messageId` is null when the event names no message. */
export type StoredEvent = Omit<ReceivedEvent, 'providerMessageId' | 'state' | 'provider'> & { readonly messageId: string | null };

/** Position in the list, newest first. */
export interface EventPosition {
  readonly receivedAt: string;
  readonly eventId: string;
}

interface EventRow {
  event_id: string;
  message_id: string | null;
  provider: EmailProvider;
  provider_event_id: string;
  kind: string;
  email: string | null;
  occurred_at: Date;
  received_at: Date;
}

const claimIdentities = {
  name: 'email_event_claim',
  text: `WITH fresh AS (
           INSERT INTO email_event_identity (tenant_id, provider, provider_event_id, event_id, received_at)
           SELECT $1, $2, i.*
             FROM unnest($3::text[], $4::uuid[], $5::timestamptz[]) AS i (provider_event_id, event_id, received_at)
            ORDER BY i.provider_event_id
               ON CONFLICT DO NOTHING
           RETURNING provider_event_id
         )
         SELECT CASE WHEN count(*) < cardinality($3) THEN coalesce(array_agg(provider_event_id), '{}') END AS fresh FROM fresh`,
};

const insertEvents = {
  name: 'email_event_insert',
  text: `INSERT INTO email_event (tenant_id, provider, received_at, event_id, endpoint_id, provider_event_id, message_id, kind, email,
                                  occurred_at, payload)
         SELECT $1, $2, e.* FROM unnest($3::timestamptz[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::text[], $9::text[],
                                        $10::timestamptz[], $11::json[]) AS e`,
};

/** The event store: every provider event once, by month of receipt. */
export class EventStoreRepository {
  /**
   * Claims the identities that were never seen; a concurrent twin waits here for the first to finish.
   * @param events each provider event id once
   * @returns those that are new
   */
  async claim<E extends ClaimedEvent>(tx: Tx, tenantId: string, provider: EmailProvider, events: readonly E[]): Promise<E[]> {
    const row = await tx.queryOne<{ fresh: string[] | null }>(claimIdentities, [
      tenantId,
      provider,
      textArray(events.map(({ providerEventId }) => providerEventId)),
      uuidArray(events.map(({ eventId }) => eventId)),
      receiptsOf(events),
    ]);
    // Most often all are new, and nothing needs to be told of them.
    if (!row?.fresh) return [...events];
    const fresh = new Set(row.fresh);
    return events.filter(({ providerEventId }) => fresh.has(providerEventId));
  }

  async insert(tx: Tx, tenantId: string, provider: EmailProvider, events: readonly StoredEvent[]): Promise<void> {
    await tx.execute(insertEvents, [
      tenantId,
      provider,
      receiptsOf(events),
      uuidArray(events.map(({ eventId }) => eventId)),
      uuidArray(events.map(({ delivery }) => delivery.data.endpointId)),
      textArray(events.map(({ providerEventId }) => providerEventId)),
      uuidArray(events.map(({ messageId }) => messageId)),
      textArray(events.map(({ kind }) => kind)),
      textArray(events.map(({ email }) => email)),
      instantArray(events.map(({ occurredAt }) => new Date(occurredAt))),
      jsonArray(events.map(({ payload }) => payload)),
    ]);
  }

  /** Newest first. */
  async findPage(
    tx: Tx,
    tenantId: string,
    page: { messageId: string | undefined; after: EventPosition | undefined; limit: number },
  ): Promise<EmailEvent[]> {
    const rows = await tx.query<EventRow>(
      {
        name: 'email_event_page',
        text: `SELECT event_id, message_id, provider, provider_event_id, kind, email, occurred_at, received_at
                 FROM email_event
                WHERE tenant_id = $1 AND ($2::uuid IS NULL OR message_id = $2)
                  AND ($3::timestamptz IS NULL OR (received_at, event_id) < ($3, $4::uuid))
                ORDER BY received_at DESC, event_id DESC LIMIT $5`,
      },
      [tenantId, page.messageId ?? null, page.after?.receivedAt ?? null, page.after?.eventId ?? null, page.limit],
    );
    return rows.map((row) => ({
      id: row.event_id,
      messageId: row.message_id,
      provider: row.provider,
      providerEventId: row.provider_event_id,
      kind: row.kind,
      email: row.email,
      occurredAt: row.occurred_at.toISOString(),
      receivedAt: row.received_at.toISOString(),
    }));
  }
}

function receiptsOf(events: readonly Pick<ReceivedEvent, 'delivery'>[]): Buffer {
  return instantArray(events.map(({ delivery }) => new Date(delivery.data.receivedAt)));
}

import type { EmailEvent, EmailProvider } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import type { ProviderEvent } from '../intake/provider-event.js';

/** An event as it is stored; `messageId` is null when the event names no message. */
export interface StoredEvent extends Omit<ProviderEvent, 'providerMessageId' | 'state'> {
  readonly eventId: string;
  readonly endpointId: string;
  readonly provider: EmailProvider;
  readonly messageId: string | null;
  readonly receivedAt: Date;
}

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
  text: `INSERT INTO email_event_identity (tenant_id, provider, provider_event_id, event_id, received_at)
         SELECT $1, $2, i.provider_event_id, i.event_id, $4
           FROM jsonb_to_recordset($3::jsonb) AS i (provider_event_id text, event_id uuid)
          ORDER BY i.provider_event_id
             ON CONFLICT DO NOTHING
         RETURNING provider_event_id`,
};

/** Payloads travel beside the rows: as members of a JSON document their \u0000 escapes would be refused. */
const insertEvents = {
  name: 'email_event_insert',
  text: `INSERT INTO email_event (tenant_id, received_at, event_id, endpoint_id, provider, provider_event_id, message_id, kind, email,
                                  occurred_at, payload)
         SELECT $1, e.* FROM ROWS FROM (
           jsonb_to_recordset($2::jsonb) AS (received_at timestamptz, event_id uuid, endpoint_id uuid, provider text,
             provider_event_id text, message_id uuid, kind text, email text, occurred_at timestamptz),
           unnest($3::json[])) AS e`,
};

/** The event store: every provider event once, by month of receipt. */
export class EventStoreRepository {
  /**
   * Claims the identities that were never seen; a concurrent twin waits here for the first to finish.
   * @param identities each provider event id once
   * @returns the provider event ids that are new
   */
  async claim(
    tx: Tx,
    tenantId: string,
    provider: EmailProvider,
    identities: readonly { providerEventId: string; eventId: string }[],
    receivedAt: Date,
  ): Promise<Set<string>> {
    const rows = identities.map(({ providerEventId, eventId }) => ({ provider_event_id: providerEventId, event_id: eventId }));
    const fresh = await tx.query<{ provider_event_id: string }>(claimIdentities, [tenantId, provider, JSON.stringify(rows), receivedAt]);
    return new Set(fresh.map((row) => row.provider_event_id));
  }

  async insert(tx: Tx, tenantId: string, events: readonly StoredEvent[]): Promise<void> {
    const rows = events.map((event) => ({
      received_at: event.receivedAt,
      event_id: event.eventId,
      endpoint_id: event.endpointId,
      provider: event.provider,
      provider_event_id: event.providerEventId,
      message_id: event.messageId,
      kind: event.kind,
      email: event.email,
      occurred_at: event.occurredAt,
    }));
    const payloads = events.map(({ payload }) => JSON.stringify(payload));
    await tx.execute(insertEvents, [tenantId, JSON.stringify(rows), payloads]);
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

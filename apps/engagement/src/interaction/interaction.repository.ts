import type { Interaction } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';

const claim = {
  name: 'interaction_key_claim',
  text: `INSERT INTO interaction_key (tenant_id, client_event_id, interaction_id, recorded_at)
         SELECT $1::uuid, k.client_event_id, k.id, k.recorded_at
           FROM jsonb_to_recordset($2::jsonb) AS k (client_event_id text, id uuid, recorded_at timestamptz)
          ORDER BY k.client_event_id
             ON CONFLICT (tenant_id, client_event_id) DO NOTHING
         RETURNING client_event_id`,
};

const findClaimed = {
  name: 'interaction_key_find',
  text: 'SELECT client_event_id, interaction_id FROM interaction_key WHERE tenant_id = $1 AND client_event_id = ANY ($2::text[])',
};

const insert = {
  name: 'interaction_insert',
  text: `INSERT INTO interaction (tenant_id, id, recorded_at, client_event_id, lead_id, kind, occurred_at, channel, content, value)
         SELECT $1::uuid, i.id, i.recorded_at, i.client_event_id, i.lead_id, i.kind, i.occurred_at, i.channel, i.content, i.value
           FROM jsonb_to_recordset($2::jsonb)
             AS i (id uuid, recorded_at timestamptz, client_event_id text, lead_id uuid, kind text, occurred_at timestamptz,
                   channel text, content jsonb, value double precision)`,
};

const remove = {
  name: 'interaction_remove',
  text: 'DELETE FROM interaction WHERE tenant_id = $1 AND id = $2 RETURNING lead_id',
};

/** Stores interactions, each client event id once. */
export class InteractionRepository {
  /**
   * Claims the client event ids that were never used; a concurrent twin waits here for the first to finish.
   * @param offered each client event id once
   * @returns the client event ids that are new
   */
  async claim(tx: Tx, tenantId: string, offered: readonly Interaction[]): Promise<Set<string>> {
    const rows = offered.map(({ clientEventId, id, recordedAt }) => ({ client_event_id: clientEventId, id, recorded_at: recordedAt }));
    const claimed = await tx.query<{ client_event_id: string }>(claim, [tenantId, JSON.stringify(rows)]);
    return new Set(claimed.map((row) => row.client_event_id));
  }

  /** @returns interaction id by client event id, for those that were used */
  async findIds(tx: Tx, tenantId: string, clientEventIds: readonly string[]): Promise<Map<string, string>> {
    if (clientEventIds.length === 0) return new Map();
    const rows = await tx.query<{ client_event_id: string; interaction_id: string }>(findClaimed, [tenantId, clientEventIds]);
    return new Map(rows.map((row) => [row.client_event_id, row.interaction_id]));
  }

  /** @param interactions whose client event ids this transaction has claimed */
  async insert(tx: Tx, tenantId: string, interactions: readonly Interaction[]): Promise<void> {
    const rows = interactions.map(({ clientEventId, leadId, occurredAt, recordedAt, ...rest }) => ({
      ...rest,
      client_event_id: clientEventId,
      lead_id: leadId,
      occurred_at: occurredAt,
      recorded_at: recordedAt,
    }));
    await tx.execute(insert, [tenantId, JSON.stringify(rows)]);
  }

  /** Its client event id stays claimed. @returns the lead it was reported of; undefined when there is no such interaction */
  async remove(tx: Tx, tenantId: string, id: string): Promise<string | undefined> {
    return (await tx.queryOne<{ lead_id: string }>(remove, [tenantId, id]))?.lead_id;
  }
}

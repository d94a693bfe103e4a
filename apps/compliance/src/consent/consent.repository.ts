import type { Tx } from '@leadstream/persistence';
import type { NewConsentEntry } from './new-consent-entry.js';

const append = {
  name: 'consent_entry_append',
  text: `INSERT INTO consent_entry (tenant_id, id, lead_id, channel, purpose, state, basis, stated_at, text_version, source, recorded_at,
                                    expires_at, proof, source_event_id, source_index, import_id)
         SELECT $1::uuid, e.id, e.lead_id, e.channel, e.purpose, e.state, e.basis, e.stated_at, e.text_version, e.source, e.recorded_at,
                e.expires_at, e.proof, e.source_event_id, e.source_index, e.import_id
           FROM ROWS FROM (jsonb_to_recordset($2::jsonb)
             AS (id uuid, lead_id uuid, channel text, purpose text, state text, basis text, stated_at timestamptz, text_version text,
                 source text, recorded_at timestamptz, expires_at timestamptz, proof jsonb, source_event_id uuid, source_index integer, import_id uuid))
             WITH ORDINALITY
             AS e (id, lead_id, channel, purpose, state, basis, stated_at, text_version, source, recorded_at, expires_at, proof,
                   source_event_id, source_index, import_id, position)
          ORDER BY e.position
             ON CONFLICT (tenant_id, source_event_id, source_index) DO NOTHING
         RETURNING id`,
};

/** The consent ledger; the service may add to it and nothing else. */
export class ConsentRepository {
  /**
   * Adds lines in the order given.
   * @returns ids of the lines added; those whose origin is in the ledger already are left out
   */
  async append(tx: Tx, tenantId: string, entries: readonly NewConsentEntry[]): Promise<Set<string>> {
    const added = await tx.query<{ id: string }>(append, [tenantId, JSON.stringify(entries.map(toRow))]);
    return new Set(added.map((row) => row.id));
  }
}

function toRow(entry: NewConsentEntry): Record<string, unknown> {
  return {
    id: entry.id,
    lead_id: entry.leadId,
    channel: entry.channel,
    purpose: entry.purpose,
    state: entry.state,
    basis: entry.basis,
    stated_at: entry.statedAt,
    text_version: entry.textVersion,
    source: entry.source,
    recorded_at: entry.recordedAt,
    expires_at: entry.expiresAt ?? null,
    proof: entry.proof ?? null,
    source_event_id: entry.origin?.eventId ?? null,
    source_index: entry.origin?.index ?? null,
    import_id: entry.importId ?? null,
  };
}

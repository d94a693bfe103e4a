import type { Tx } from '@leadstream/persistence';
import type { KnownLead } from './known-lead.js';

const saveAll = {
  name: 'known_lead_save',
  text: `INSERT INTO known_lead AS k (tenant_id, lead_id, sequence, email, deleted, merged_into)
         SELECT $1, l.* FROM jsonb_to_recordset($2::jsonb) AS l (lead_id uuid, sequence bigint, email text, deleted boolean, merged_into uuid)
          ORDER BY l.lead_id
             ON CONFLICT (tenant_id, lead_id) DO UPDATE
            SET sequence = excluded.sequence, email = excluded.email, deleted = excluded.deleted, merged_into = excluded.merged_into
          WHERE k.sequence < excluded.sequence`,
};

const findByEmails = {
  name: 'known_lead_by_emails',
  // Who has the address itself goes before the survivor of one who had it. UNION, not UNION ALL: it ends whatever the pointers say.
  text: `WITH RECURSIVE way AS (
           SELECT email, lead_id AS holder_id, lead_id, merged_into, deleted
             FROM known_lead WHERE tenant_id = $1 AND email = ANY ($2::text[]) AND NOT deleted
           UNION
           SELECT way.email, way.holder_id, k.lead_id, k.merged_into, k.deleted
             FROM way JOIN known_lead k ON k.tenant_id = $1 AND k.lead_id = way.merged_into)
         SELECT DISTINCT ON (email) email, lead_id FROM way
          WHERE merged_into IS NULL AND NOT deleted ORDER BY email, holder_id <> lead_id, lead_id`,
};

const findEmails = {
  name: 'known_lead_emails',
  text: `WITH RECURSIVE family AS (
           SELECT lead_id, email FROM known_lead WHERE tenant_id = $1 AND lead_id = $2 AND NOT deleted AND merged_into IS NULL
           UNION
           SELECT k.lead_id, k.email FROM family f JOIN known_lead k ON k.tenant_id = $1 AND k.merged_into = f.lead_id)
         SELECT DISTINCT email FROM family WHERE email IS NOT NULL`,
};

/** The projection of leads. */
export class KnownLeadRepository {
  /** @param leads each lead once */
  async save(tx: Tx, tenantId: string, leads: readonly KnownLead[]): Promise<number> {
    const rows = leads.map(({ leadId, sequence, email, deleted, mergedInto }) => ({
      lead_id: leadId,
      sequence,
      email,
      deleted,
      merged_into: mergedInto,
    }));
    return tx.execute(saveAll, [tenantId, JSON.stringify(rows)]);
  }

  /** Live leads by address: who has it, or who the one that had it went into. */
  async findIdsByEmail(tx: Tx, tenantId: string, emails: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ email: string; lead_id: string }>(findByEmails, [tenantId, emails]);
    return new Map(rows.map((row) => [row.email, row.lead_id]));
  }

  /** Addresses of a live lead and of all that went into it; some may be another lead's by now. */
  async findEmails(tx: Tx, tenantId: string, leadId: string): Promise<string[]> {
    return (await tx.query<{ email: string }>(findEmails, [tenantId, leadId])).map((row) => row.email);
  }
}

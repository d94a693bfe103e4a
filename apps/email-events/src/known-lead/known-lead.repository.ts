import type { Tx } from '@leadstream/persistence';
import type { KnownLead } from './known-lead.js';

const saveAll = {
  name: 'known_lead_save',
  text: `INSERT INTO known_lead AS k (tenant_id, lead_id, sequence, email, deleted)
         SELECT $1, l.* FROM jsonb_to_recordset($2::jsonb) AS l (lead_id uuid, sequence bigint, email text, deleted boolean)
          ORDER BY l.lead_id
             ON CONFLICT (tenant_id, lead_id) DO UPDATE
            SET sequence = excluded.sequence, email = excluded.email, deleted = excluded.deleted
          WHERE k.sequence < excluded.sequence`,
};

const findByEmails = {
  name: 'known_lead_by_emails',
  text: `SELECT DISTINCT ON (email) email, lead_id FROM known_lead
          WHERE tenant_id = $1 AND email = ANY ($2::text[]) AND NOT deleted ORDER BY email, lead_id`,
};

/** The projection of leads. */
export class KnownLeadRepository {
  /** @param leads each lead once */
  async save(tx: Tx, tenantId: string, leads: readonly KnownLead[]): Promise<number> {
    const rows = leads.map(({ leadId, sequence, email, deleted }) => ({ lead_id: leadId, sequence, email, deleted }));
    return tx.execute(saveAll, [tenantId, JSON.stringify(rows)]);
  }

  /** Live leads by address. */
  async findIdsByEmail(tx: Tx, tenantId: string, emails: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ email: string; lead_id: string }>(findByEmails, [tenantId, emails]);
    return new Map(rows.map((row) => [row.email, row.lead_id]));
  }
}

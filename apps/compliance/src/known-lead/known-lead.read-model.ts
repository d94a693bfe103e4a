import type { Tx } from '@leadstream/persistence';
import type { KnownLead } from './known-lead.js';

const find = {
  name: 'known_lead_find',
  text: 'SELECT lead_id, sequence, email, phone, deleted_at FROM known_lead WHERE tenant_id = $1 AND lead_id = $2',
};

interface KnownLeadRow {
  lead_id: string;
  sequence: string;
  email: string | null;
  phone: string | null;
  deleted_at: Date | null;
}

/** What is known of a lead. */
export class KnownLeadReadModel {
  async find(tx: Tx, tenantId: string, leadId: string): Promise<KnownLead | undefined> {
    const row = await tx.queryOne<KnownLeadRow>(find, [tenantId, leadId]);
    if (!row) return undefined;
    return { leadId: row.lead_id, sequence: Number(row.sequence), email: row.email, phone: row.phone, deletedAt: row.deleted_at };
  }
}

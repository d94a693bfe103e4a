import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

/** What one lead is compared by: hashes of its blocking keys. */
export interface LeadKeys {
  readonly leadId: Uuid;
  readonly keys: readonly string[];
}

const SAVE: Statement = {
  name: 'duplicate-keys-save',
  text: `INSERT INTO lead_duplicate_keys AS known (tenant_id, lead_id, keys)
         SELECT $1, "leadId", keys FROM jsonb_to_recordset($2::jsonb) AS stated ("leadId" uuid, keys bigint[]) ORDER BY "leadId"
         ON CONFLICT (tenant_id, lead_id) DO UPDATE SET keys = excluded.keys WHERE known.keys IS DISTINCT FROM excluded.keys`,
};

const DELETE: Statement = {
  name: 'duplicate-keys-delete',
  text: 'DELETE FROM lead_duplicate_keys WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])',
};

/** Keys lead by lead; triggers keep them key by key. */
@Injectable()
export class LeadKeysRepository {
  async save(tx: Tx, tenantId: Uuid, leads: readonly LeadKeys[]): Promise<void> {
    if (leads.length > 0) await tx.execute(SAVE, [tenantId, JSON.stringify(leads)]);
  }

  async delete(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<void> {
    if (leadIds.length > 0) await tx.execute(DELETE, [tenantId, leadIds]);
  }
}

import type { Tx } from '@leadstream/persistence';

const findDeleted = {
  name: 'known_lead_is_deleted',
  text: 'SELECT deleted_at IS NOT NULL AS deleted FROM known_lead WHERE tenant_id = $1 AND lead_id = $2',
};

/** Which leads exist. */
export class KnownLeadReadModel {
  /** @returns false for a lead that no event has named yet */
  async isDeleted(tx: Tx, tenantId: string, leadId: string): Promise<boolean> {
    const row = await tx.queryOne<{ deleted: boolean }>(findDeleted, [tenantId, leadId]);
    return row?.deleted ?? false;
  }
}

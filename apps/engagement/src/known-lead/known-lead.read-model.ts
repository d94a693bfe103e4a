import type { Tx } from '@leadstream/persistence';
import { erasedAmong } from '@leadstream/privacy';

/** Who has what belonged to a lead. */
export interface Standing {
  /** The lead itself, or the one at the end of its merges. */
  readonly ownerId: string;
  /** Whether that one was deleted, or its person erased. */
  readonly isDeleted: boolean;
}

// UNION, not UNION ALL: it ends also while pointers of several partitions contradict each other.
const findStanding = {
  name: 'known_lead_standing',
  text: `WITH RECURSIVE way AS (
           SELECT lead_id, merged_into, deleted_at FROM known_lead WHERE tenant_id = $1 AND lead_id = $2
           UNION
           SELECT k.lead_id, k.merged_into, k.deleted_at
             FROM way JOIN known_lead k ON k.tenant_id = $1 AND k.lead_id = way.merged_into)
         SELECT coalesce(merged_into, lead_id) AS owner_id, merged_into IS NULL AND deleted_at IS NOT NULL AS deleted
           FROM way
          WHERE merged_into IS NULL OR merged_into NOT IN (SELECT lead_id FROM way)`,
};

/** Which leads exist. */
export class KnownLeadReadModel {
  /** A lead that no event has named yet is its own, and not deleted. */
  async findStanding(tx: Tx, tenantId: string, leadId: string): Promise<Standing> {
    const [row, erased] = await Promise.all([
      tx.queryOne<{ owner_id: string; deleted: boolean }>(findStanding, [tenantId, leadId]),
      erasedAmong(tx, [leadId]),
    ]);
    return { ownerId: row?.owner_id ?? leadId, isDeleted: erased.size > 0 || (row?.deleted ?? false) };
  }
}

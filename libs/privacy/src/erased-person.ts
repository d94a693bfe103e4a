import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';

const MARK = {
  name: 'erased_person_mark',
  text: `INSERT INTO erased_person (tenant_id, lead_id, erased_at) SELECT $1::uuid, lead_id, $3::timestamptz FROM unnest($2::uuid[]) AS lead_id
         ORDER BY lead_id ON CONFLICT (tenant_id, lead_id) DO NOTHING`,
};

const AMONG = {
  name: 'erased_person_among',
  text: 'SELECT lead_id AS "leadId" FROM erased_person WHERE tenant_id = $1::uuid AND lead_id = ANY ($2::uuid[])',
};

/** Remembers that the person behind these leads was erased; a lead that is remembered keeps its instant. */
export async function markErased(tx: Tx, leadIds: readonly Uuid[], erasedAt: Date): Promise<void> {
  await tx.execute(MARK, [tx.tenantId, leadIds, erasedAt]);
}

/**
 * Which of the leads were erased in this service: whoever is about to keep something under their ids leaves it. A writer whose transaction
 * began before the erasure ended may not see it yet; what it leaves behind goes in the second round.
 */
export async function erasedAmong(tx: Tx, leadIds: readonly Uuid[]): Promise<Set<Uuid>> {
  if (leadIds.length === 0) return new Set();
  const rows = await tx.query<{ leadId: Uuid }>(AMONG, [tx.tenantId, leadIds]);
  return new Set(rows.map(({ leadId }) => leadId));
}

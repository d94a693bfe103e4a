import type { Tx } from '@leadstream/persistence';
import { heldLeads, notOver } from '@leadstream/retention';

const note = {
  name: 'held_address_note',
  text: `WITH RECURSIVE ${heldLeads(notOver('$2'))}
         INSERT INTO held_address (tenant_id, lead_id, email)
         SELECT k.tenant_id, k.lead_id, k.email FROM held JOIN known_lead k ON k.tenant_id = $1 AND k.lead_id = held.lead_id
          WHERE k.lead_id = ANY ($3::uuid[]) AND k.email IS NOT NULL ORDER BY k.lead_id
             ON CONFLICT DO NOTHING`,
};
const forget = {
  name: 'held_address_forget',
  text: `WITH RECURSIVE ${heldLeads(notOver('$2'))}
         DELETE FROM held_address a WHERE a.tenant_id = $1 AND NOT EXISTS (SELECT FROM held WHERE held.lead_id = a.lead_id)`,
};

/** Addresses that leads had while a hold was on them. */
export class HeldAddressRepository {
  /** Notes the addresses that the leads among these have which are on hold; to be called before they are given others. */
  async note(tx: Tx, tenantId: string, leadIds: readonly string[], now: Date): Promise<void> {
    await tx.execute(note, [tenantId, now, leadIds]);
  }

  /** Forgets those of leads that no hold is on any more. */
  async forget(tx: Tx, tenantId: string, now: Date): Promise<void> {
    await tx.execute(forget, [tenantId, now]);
  }
}

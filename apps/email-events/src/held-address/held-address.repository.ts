import type { Tx } from '@leadstream/persistence';
import { heldLeads, notOver } from '@leadstream/retention';

const note = {
  name: 'held_address_note',
  text: `WITH RECURSIVE ${heldLeads(notOver('$2'))},
           address AS (
             SELECT k.lead_id, k.email FROM known_lead k WHERE k.tenant_id = $1 AND k.lead_id = ANY ($3::uuid[]) AND k.email IS NOT NULL
              UNION
             SELECT told.lead_id, told.email FROM unnest($3::uuid[], $4::text[]) AS told (lead_id, email) WHERE told.email IS NOT NULL)
         INSERT INTO held_address (tenant_id, lead_id, email)
         SELECT $1::uuid, address.lead_id, address.email FROM address JOIN held ON held.lead_id = address.lead_id ORDER BY 2, 3
             ON CONFLICT DO NOTHING`,
};
const forget = {
  name: 'held_address_forget',
  text: `WITH RECURSIVE ${heldLeads(notOver('$2'))}
         DELETE FROM held_address a WHERE a.tenant_id = $1 AND NOT EXISTS (SELECT FROM held WHERE held.lead_id = a.lead_id)`,
};

/** What is told of a lead. */
export interface ToldAddress {
  readonly leadId: string;
  /** Null: it has none. */
  readonly email: string | null;
}

/** Addresses that leads had while a hold was on them. */
export class HeldAddressRepository {
  /** Notes the addresses that leads on hold have, and those that they are told to have; to be called before they are given these. */
  async note(tx: Tx, tenantId: string, told: readonly ToldAddress[], now: Date): Promise<void> {
    await tx.execute(note, [tenantId, now, told.map(({ leadId }) => leadId), told.map(({ email }) => email)]);
  }

  /** Forgets those of leads that no hold is on any more. */
  async forget(tx: Tx, tenantId: string, now: Date): Promise<void> {
    await tx.execute(forget, [tenantId, now]);
  }
}

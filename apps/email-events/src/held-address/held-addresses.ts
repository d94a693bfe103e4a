/**
 * Addresses of the leads in `held (lead_id)` of tenant `$1`: those that they have, and those that they had since a hold was on them. An address that is
 * another lead's by now is among them.
 */
export const HELD_ADDRESSES = `SELECT kept.email FROM held JOIN held_address kept ON kept.tenant_id = $1 AND kept.lead_id = held.lead_id
   UNION ALL
  SELECT k.email FROM held JOIN known_lead k ON k.tenant_id = $1 AND k.lead_id = held.lead_id WHERE k.email IS NOT NULL`;

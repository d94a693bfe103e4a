import type { Tx } from '@leadstream/persistence';
import type { HashedAddress } from './suppressed-address.js';

const keep = {
  name: 'suppressed_address_keep',
  text: `INSERT INTO suppressed_address AS s (tenant_id, id, kind, address_hash, channels, added_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (tenant_id, address_hash, channels) DO UPDATE
            SET added_at = least(s.added_at, excluded.added_at),
                expires_at = CASE WHEN s.expires_at IS NULL OR excluded.expires_at IS NULL THEN NULL ELSE greatest(s.expires_at, excluded.expires_at) END`,
};

const lift = { name: 'suppressed_address_lift', text: 'DELETE FROM suppressed_address WHERE tenant_id = $1 AND id = $2' };

/** Writes what is left of the prohibitions of erased persons. */
export class SuppressionRepository {
  /** One address on the same channels is one row: it blocks for as long as either says. */
  async keep(tx: Tx, tenantId: string, { id, kind, hash, channels, addedAt, expiresAt }: HashedAddress): Promise<void> {
    await tx.execute(keep, [tenantId, id, kind, hash, channels, addedAt, expiresAt]);
  }

  /** @returns whether it was there */
  async remove(tx: Tx, tenantId: string, id: string): Promise<boolean> {
    return (await tx.execute(lift, [tenantId, id])) > 0;
  }
}

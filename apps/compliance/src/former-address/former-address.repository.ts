import type { Tx } from '@leadstream/persistence';
import type { FormerAddress } from './former-address.js';

export type HashedFormerAddress = Omit<FormerAddress, 'value'> & { readonly hash: Buffer };

const note = {
  name: 'former_address_note',
  text: `INSERT INTO former_address (tenant_id, address_hash, lead_id, kind, lost_at)
         SELECT $1::uuid, f.* FROM unnest($2::bytea[], $3::uuid[], $4::text[], $5::timestamptz[]) AS f (address_hash, lead_id, kind, lost_at)
          ORDER BY address_hash, lead_id
             ON CONFLICT DO NOTHING`,
};

/** Writes which addresses leads had. */
export class FormerAddressRepository {
  /** Those that are noted already stay as they are. */
  async note(tx: Tx, tenantId: string, lost: readonly HashedFormerAddress[]): Promise<void> {
    await tx.execute(note, [
      tenantId,
      lost.map(({ hash }) => hash),
      lost.map(({ leadId }) => leadId),
      lost.map(({ kind }) => kind),
      lost.map(({ lostAt }) => lostAt),
    ]);
  }
}

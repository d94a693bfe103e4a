import type { DncKind } from '@leadstream/contracts';
import { bytesArray, type Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { AddressHashReadModel } from '../suppression/address-hash.read-model.js';
import type { FormerHolder } from './former-address.js';

type Address = Pick<FormerHolder, 'kind' | 'value'>;

// The last lead on each way up; where pointers contradict each other for a moment, the last that was not passed before.
const holders = {
  name: 'former_address_holders',
  text: `WITH RECURSIVE way AS (
           SELECT address_hash, lead_id, lost_at, lead_id AS root_id, 0 AS depth
             FROM former_address WHERE tenant_id = $1 AND address_hash = ANY ($2::bytea[])
            UNION ALL
           SELECT w.address_hash, w.lead_id, w.lost_at, k.merged_into, w.depth + 1
             FROM way w JOIN known_lead k ON k.tenant_id = $1 AND k.lead_id = w.root_id AND k.merged_into IS NOT NULL)
         CYCLE root_id SET is_passed USING passed
         SELECT DISTINCT ON (address_hash, lead_id) address_hash AS hash, lead_id AS "leadId", lost_at AS "lostAt", root_id AS "rootId"
           FROM way WHERE NOT is_passed ORDER BY address_hash, lead_id, depth DESC`,
};

type Row = Omit<FormerHolder, 'kind' | 'value'> & { readonly hash: Buffer };

/** Who had addresses before. */
@Injectable()
export class FormerAddressReadModel {
  constructor(private readonly addressHashes: AddressHashReadModel) {}

  /**
   * Leads that had one of the addresses and have it no more, or are gone.
   * @throws DomainError of kind `unavailable` while the vault is away: then nobody can tell that an address may be contacted
   */
  async find(tx: Tx, addresses: readonly { readonly kind: DncKind; readonly value: string }[]): Promise<FormerHolder[]> {
    if (addresses.length === 0) return [];
    const hashes = await this.addressHashes.of(tx, addresses);
    const rows = await tx.query<Row>(holders, [tx.tenantId, bytesArray(hashes)]);
    if (rows.length === 0) return [];
    const asked = new Map(hashes.map((hash, index) => [hash.toString('latin1'), addresses[index] as Address]));
    return rows.map(({ hash, ...row }) => ({ ...row, ...(asked.get(hash.toString('latin1')) as Address) }));
  }
}

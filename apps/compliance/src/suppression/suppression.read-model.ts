import type { DncEntry, DncKind } from '@leadstream/contracts';
import { bytesArray, type Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { AddressHashReadModel } from './address-hash.read-model.js';

/** Stands as source and reason where an erased person's prohibition blocks. */
export const ERASURE_SOURCE = 'erasure';

const among = {
  name: 'suppressed_address_among',
  text: `SELECT id, address_hash AS "hash", channels, added_at AS "addedAt", expires_at AS "expiresAt", version
           FROM suppressed_address WHERE tenant_id = $1 AND address_hash = ANY ($2::bytea[]) ORDER BY added_at DESC, id DESC`,
};

interface Row {
  readonly id: string;
  readonly hash: Buffer;
  readonly channels: DncEntry['channels'];
  readonly addedAt: Date;
  readonly expiresAt: Date | null;
  readonly version: number;
}

/** What still blocks addresses of persons who were erased. */
@Injectable()
export class SuppressionReadModel {
  constructor(private readonly addressHashes: AddressHashReadModel) {}

  /**
   * As entries of the DNC list, for those of the addresses that somebody has brought again.
   * @throws DomainError of kind `unavailable` while the vault is away: then nobody can tell that an address may be contacted
   */
  async find(tx: Tx, addresses: readonly { readonly kind: DncKind; readonly value: string }[]): Promise<DncEntry[]> {
    if (addresses.length === 0) return [];
    const hashes = await this.addressHashes.of(tx, addresses);
    const asked = new Map(hashes.map((hash, index) => [hash.toString('latin1'), addresses[index] as (typeof addresses)[number]]));
    const rows = await tx.query<Row>(among, [tx.tenantId, bytesArray(hashes)]);
    return rows.map(({ id, hash, channels, addedAt, expiresAt, version }) => {
      const { kind, value } = asked.get(hash.toString('latin1')) as (typeof addresses)[number];
      const [reason, source, evidence] = [ERASURE_SOURCE, ERASURE_SOURCE, null];
      return {
        id,
        kind,
        value,
        channels,
        reason,
        source,
        evidence,
        version,
        addedAt: addedAt.toISOString(),
        expiresAt: expiresAt?.toISOString() ?? null,
      };
    });
  }
}

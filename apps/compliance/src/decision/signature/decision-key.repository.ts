import type { ColumnPlace, Tx } from '@leadstream/persistence';
import { ColumnCipher } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';

/** A pair of keys of one tenant. */
export interface StoredKey {
  readonly id: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
  readonly createdAt: Date;
}

/** With its secret half: PKCS #8, PEM. */
export type SigningKey = StoredKey & { readonly privateKey: string };

const COLUMNS = 'key_id AS id, public_key AS "publicKey", created_at AS "createdAt"';

const findActive = {
  name: 'decision_key_active',
  text: `SELECT ${COLUMNS}, sealed_private_key AS sealed FROM decision_key WHERE tenant_id = $1 ORDER BY created_at, key_id LIMIT 1`,
};

const findById = { name: 'decision_key_by_id', text: `SELECT ${COLUMNS} FROM decision_key WHERE tenant_id = $1 AND key_id = $2` };

/** Tenants that sign for the first time at once must end up with one key. */
const create = {
  name: 'decision_key_create',
  text: `INSERT INTO decision_key (tenant_id, key_id, public_key, sealed_private_key, created_at)
         SELECT $1::uuid, $2::text, $3::bytea, $4::bytea, $5::timestamptz
          WHERE NOT EXISTS (SELECT FROM decision_key WHERE tenant_id = $1::uuid)`,
};

const lock = { name: 'decision_key_lock', text: `SELECT pg_advisory_xact_lock(hashtextextended('decision_key ' || $1::text, 0))` };

const placeOf = (tenantId: string, keyId: string): ColumnPlace => ({ tenantId, column: 'decision_key.private_key', row: keyId });

/** Keys that sign decisions; the secret half is sealed in the table. */
@Injectable()
export class DecisionKeyRepository {
  constructor(private readonly cipher: ColumnCipher) {}

  /** The tenant's key, or undefined while it has none. */
  async findActive(tx: Tx, tenantId: string): Promise<SigningKey | undefined> {
    const found = await tx.queryOne<StoredKey & { sealed: Uint8Array }>(findActive, [tenantId]);
    if (found === undefined) return undefined;
    const { sealed, ...key } = found;
    return { ...key, privateKey: this.cipher.open(sealed, placeOf(tenantId, key.id)) };
  }

  findById(tx: Tx, tenantId: string, id: string): Promise<StoredKey | undefined> {
    return tx.queryOne<StoredKey>(findById, [tenantId, id]);
  }

  /** Does nothing when the tenant has one. */
  async createFirst(tx: Tx, tenantId: string, { id, publicKey, privateKey, createdAt }: SigningKey): Promise<void> {
    await tx.execute(lock, [tenantId]);
    await tx.execute(create, [tenantId, id, publicKey, this.cipher.seal(privateKey, placeOf(tenantId, id)), createdAt]);
  }
}

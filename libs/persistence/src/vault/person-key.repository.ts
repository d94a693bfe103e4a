import type { Uuid } from '@leadstream/kernel';
import type { TenantDatabase } from '../tenant-database.js';
import type { SystemTx, Tx } from '../tx.js';

/** A key as it lies in the vault; without `wrapped` it was destroyed. */
export interface StoredKey {
  readonly keyId: Uuid;
  readonly wrapped: Buffer | null;
  readonly kekId: string | null;
}

/** A key that is stored for a person who has none. */
export interface OfferedKey {
  readonly personHash: Buffer;
  readonly keyId: Uuid;
  readonly wrapped: Buffer;
  readonly renewable: boolean;
}

const KEY = 'key_id AS "keyId", wrapped_key AS wrapped, kek_id AS "kekId"';

/**
 * A person who is known keeps the key; `made` leaves out those whom somebody else made at this very moment. Living and destroyed keys
 * are looked up apart, person by person, each by its own index: asked for together, every key of the tenant would be read.
 */
export const CLAIM = {
  name: 'person_key_claim',
  text: `WITH wanted AS (
           SELECT * FROM unnest($2::bytea[], $3::uuid[], $4::bytea[], $5::boolean[]) AS w (person_hash, key_id, wrapped_key, renewable)
         ), known AS (
           SELECT w.person_hash, found.key_id, found.wrapped_key, found.kek_id
           FROM wanted w CROSS JOIN LATERAL (
             SELECT * FROM (
               SELECT k.key_id, k.wrapped_key, k.kek_id, k.destroyed_at FROM person_key k
               WHERE k.tenant_id = $1::uuid AND k.person_hash = w.person_hash AND k.destroyed_at IS NULL
               UNION ALL
               SELECT k.key_id, k.wrapped_key, k.kek_id, k.destroyed_at FROM person_key k
               WHERE k.tenant_id = $1::uuid AND k.person_hash = w.person_hash AND k.destroyed_at IS NOT NULL AND NOT w.renewable
             ) AS all_of_person
             ORDER BY destroyed_at DESC NULLS FIRST LIMIT 1
           ) AS found
         ), made AS (
           INSERT INTO person_key (tenant_id, key_id, person_hash, wrapped_key, kek_id)
           SELECT $1::uuid, w.key_id, w.person_hash, w.wrapped_key, $6 FROM wanted w
           WHERE NOT EXISTS (SELECT FROM known WHERE known.person_hash = w.person_hash)
           ORDER BY w.person_hash
           ON CONFLICT (tenant_id, person_hash) WHERE destroyed_at IS NULL DO NOTHING
           RETURNING person_hash, key_id, wrapped_key, kek_id
         )
         SELECT person_hash AS "personHash", ${KEY} FROM (SELECT * FROM known UNION ALL SELECT * FROM made) AS claimed`,
};

const FIND = { name: 'person_key_find', text: `SELECT tenant_id AS "tenantId", ${KEY} FROM find_person_keys($1::uuid[], $2::uuid[])` };

const DESTROY = {
  name: 'person_key_destroy',
  text: `UPDATE person_key SET wrapped_key = NULL, kek_id = NULL, destroyed_at = greatest(now(), created_at)
         WHERE tenant_id = $1::uuid AND person_hash = ANY ($2::bytea[]) AND destroyed_at IS NULL`,
};

const DESTROY_MADE_BY = {
  name: 'person_key_destroy_made_by',
  text: `UPDATE person_key SET wrapped_key = NULL, kek_id = NULL, destroyed_at = greatest(now(), created_at)
         WHERE tenant_id = $1::uuid AND person_hash = ANY ($2::bytea[]) AND destroyed_at IS NULL AND created_at <= $3::timestamptz`,
};

/** The mark of a key that never was, or is lost, so that nobody makes or waits for it. */
const MARK = {
  name: 'person_key_mark',
  text: `INSERT INTO person_key (tenant_id, key_id, person_hash, destroyed_at)
         SELECT $1::uuid, w.key_id, w.person_hash, now() FROM unnest($2::bytea[], $3::uuid[]) AS w (person_hash, key_id)
         WHERE NOT EXISTS (SELECT FROM person_key k
                           WHERE k.tenant_id = $1::uuid AND k.person_hash = w.person_hash AND k.destroyed_at IS NULL)
           AND NOT EXISTS (SELECT FROM person_key k
                           WHERE k.tenant_id = $1::uuid AND k.person_hash = w.person_hash AND k.destroyed_at IS NOT NULL)
         ON CONFLICT (tenant_id, key_id) DO NOTHING`,
};

const FIND_SECRET = {
  name: 'tenant_secret_find',
  text: `SELECT wrapped_key AS wrapped, kek_id AS "kekId" FROM tenant_secret WHERE tenant_id = $1::uuid`,
};
const OFFER_SECRET = {
  name: 'tenant_secret_offer',
  text: `INSERT INTO tenant_secret (tenant_id, wrapped_key, kek_id) VALUES ($1::uuid, $2, $3) ON CONFLICT (tenant_id) DO NOTHING`,
};

/** Rows of the vault. */
export class PersonKeyRepository {
  /**
   * The keys of the persons, those offered where there are none; committed when it returns. A person is left out when another
   * transaction was quicker.
   */
  async claim(
    database: TenantDatabase,
    tenantId: Uuid,
    kekId: string,
    offers: readonly OfferedKey[],
  ): Promise<(StoredKey & { personHash: Buffer })[]> {
    return database.runInTenant(tenantId, CLAIM, [
      tenantId,
      offers.map(({ personHash }) => personHash),
      offers.map(({ keyId }) => keyId),
      offers.map(({ wrapped }) => wrapped),
      offers.map(({ renewable }) => renewable),
      kekId,
    ]);
  }

  /** Keys of any tenants; a key that is not there is left out. */
  async find(
    tx: SystemTx,
    wanted: readonly { readonly tenantId: Uuid; readonly keyId: Uuid }[],
  ): Promise<(StoredKey & { readonly tenantId: Uuid })[]> {
    return tx.query(FIND, [wanted.map(({ tenantId }) => tenantId), wanted.map(({ keyId }) => keyId)]);
  }

  /** @returns how many keys ended */
  async destroy(tx: Tx, tenantId: Uuid, personHashes: readonly Buffer[]): Promise<number> {
    return tx.execute(DESTROY, [tenantId, personHashes]);
  }

  /** As {@link destroy}, of keys that were made no later than `until`. */
  async destroyMadeBy(tx: Tx, tenantId: Uuid, personHashes: readonly Buffer[], until: Date): Promise<number> {
    return tx.execute(DESTROY_MADE_BY, [tenantId, personHashes, until]);
  }

  /** Marks persons as erased whose key is not there; a key that is there is left alone. @returns how many marks were made */
  async mark(tx: Tx, tenantId: Uuid, marks: readonly { readonly personHash: Buffer; readonly keyId: Uuid }[]): Promise<number> {
    return tx.execute(MARK, [tenantId, marks.map(({ personHash }) => personHash), marks.map(({ keyId }) => keyId)]);
  }

  async findSecret(tx: Tx, tenantId: Uuid): Promise<{ wrapped: Buffer; kekId: string } | undefined> {
    return tx.queryOne(FIND_SECRET, [tenantId]);
  }

  /** Does nothing when the tenant has one. */
  async offerSecret(tx: Tx, tenantId: Uuid, wrapped: Buffer, kekId: string): Promise<void> {
    await tx.execute(OFFER_SECRET, [tenantId, wrapped, kekId]);
  }
}

import type { Uuid } from '@leadstream/kernel';
import type { Keyring } from '../encryption/keyring.js';
import type { TenantDatabase } from '../tenant-database.js';
import type { SystemTx } from '../tx.js';
import { personKeyContext, tenantSecretContext } from './wrapping.js';

/** How many live keys of the vault each key encryption key has wrapped. */
export interface VaultStatus {
  readonly wrappedBy: Readonly<Record<string, number>>;
  readonly destroyed: number;
}

interface WrappedRow {
  readonly tenantId: Uuid;
  /** Absent for a tenant's secret. */
  readonly keyId: Uuid | null;
  readonly wrapped: Buffer;
  readonly kekId: string;
}

const COUNTS = `
  SELECT kek_id AS "kekId", count(*)::int AS count FROM (
    SELECT kek_id FROM person_key WHERE destroyed_at IS NULL UNION ALL SELECT kek_id FROM tenant_secret
  ) AS wrapped GROUP BY kek_id ORDER BY kek_id`;
const DESTROYED = 'SELECT count(*)::int AS count FROM person_key WHERE destroyed_at IS NOT NULL';

const OLD = {
  person_key: `SELECT tenant_id AS "tenantId", key_id AS "keyId", wrapped_key AS wrapped, kek_id AS "kekId"
               FROM person_key WHERE kek_id = ANY ($1) AND destroyed_at IS NULL ORDER BY kek_id, tenant_id, key_id LIMIT $2`,
  tenant_secret: `SELECT tenant_id AS "tenantId", NULL AS "keyId", wrapped_key AS wrapped, kek_id AS "kekId"
                  FROM tenant_secret WHERE kek_id = ANY ($1) ORDER BY tenant_id LIMIT $2`,
};

/** Only what is still as it was read: a key that was destroyed meanwhile stays destroyed. */
const REWRAP = {
  person_key: `UPDATE person_key k SET wrapped_key = w.fresh, kek_id = $1
               FROM unnest($2::uuid[], $3::uuid[], $4::bytea[], $5::bytea[]) AS w (tenant_id, key_id, old, fresh)
               WHERE k.tenant_id = w.tenant_id AND k.key_id = w.key_id AND k.wrapped_key = w.old`,
  tenant_secret: `UPDATE tenant_secret s SET wrapped_key = w.fresh, kek_id = $1
                  FROM unnest($2::uuid[], $3::uuid[], $4::bytea[], $5::bytea[]) AS w (tenant_id, key_id, old, fresh)
                  WHERE s.tenant_id = w.tenant_id AND s.wrapped_key = w.old`,
};

function contextOf({ tenantId, keyId }: WrappedRow): Buffer {
  return keyId === null ? tenantSecretContext(tenantId) : personKeyContext(tenantId, keyId);
}

type Table = keyof typeof OLD;
const TABLES: readonly Table[] = ['tenant_secret', 'person_key'];

/** Wraps the vault's keys with the active key encryption key; the keys themselves, and all that they sealed, stay as they are. */
export class VaultRotation {
  /** @param database of the vault's owner, who sees every tenant's wrapped keys */
  constructor(
    private readonly database: Pick<TenantDatabase, 'withoutTenant'>,
    private readonly keyring: Keyring,
  ) {}

  async status(): Promise<VaultStatus> {
    return this.database.withoutTenant(async (tx) => {
      const [counts, destroyed] = await Promise.all([
        tx.query<{ kekId: string; count: number }>(COUNTS),
        tx.queryOne<{ count: number }>(DESTROYED),
      ]);
      return { wrappedBy: Object.fromEntries(counts.map(({ kekId, count }) => [kekId, count])), destroyed: destroyed?.count ?? 0 };
    });
  }

  /**
   * Tries every configured key on the first secret and the first key of a person that bear its id: a sample, however large the vault is.
   * @returns ids of those that do not open them: they are other keys than the ones that wrapped under these ids
   */
  async misfits(): Promise<string[]> {
    const samples = await this.database.withoutTenant((tx) =>
      Promise.all(this.keyring.ids.flatMap((id) => TABLES.map((table) => tx.query<WrappedRow>(OLD[table], [[id], 1])))),
    );
    const closed = samples.flat().filter((row) => !this.keyring.opens({ kekId: row.kekId, bytes: row.wrapped }, contextOf(row)));
    return [...new Set(closed.map(({ kekId }) => kekId))];
  }

  /**
   * Goes on until nothing is wrapped by an older key, a batch a transaction; cut off, it goes on where it was.
   * @param onBatch told how many keys each batch wrapped
   * @returns how many keys were wrapped anew
   * @throws DomainError `ENCRYPTION.KEY_UNKNOWN` when a key is wrapped by one that is not configured
   */
  async rewrap(batchSize = 1_000, onBatch: (count: number) => void = () => undefined): Promise<number> {
    const { activeId } = this.keyring;
    const old = Object.keys((await this.status()).wrappedBy).filter((id) => id !== activeId);
    let total = 0;
    for (const table of TABLES) {
      for (;;) {
        const count = await this.database.withoutTenant((tx) => this.#batch(tx, table, old, batchSize));
        if (count === 0) break;
        total += count;
        onBatch(count);
      }
    }
    return total;
  }

  async #batch(tx: SystemTx, table: Table, old: readonly string[], batchSize: number): Promise<number> {
    const rows = await tx.query<WrappedRow>(`${OLD[table]} FOR UPDATE`, [old, batchSize]);
    if (rows.length === 0) return 0;
    const fresh = rows.map((row) => {
      const context = contextOf(row);
      return this.keyring.wrap(this.keyring.unwrap({ kekId: row.kekId, bytes: row.wrapped }, context), context).bytes;
    });
    return tx.execute(REWRAP[table], [
      this.keyring.activeId,
      rows.map(({ tenantId }) => tenantId),
      rows.map(({ keyId }) => keyId),
      rows.map(({ wrapped }) => wrapped),
      fresh,
    ]);
  }
}

import type { PersonVault, Tx } from '@leadstream/persistence';
import { type DataSubject, referenceText, type SubjectAddress } from './data-subject.js';
import type { Erased, PersonalStore } from './personal-store.js';

const ANY_SINCE = {
  name: 'erased_address_any_since',
  text: 'SELECT EXISTS (SELECT FROM erased_address WHERE tenant_id = $1::uuid AND erased_at >= $2::timestamptz) AS any',
};

const AMONG = {
  name: 'erased_address_among',
  text: `SELECT address_hash AS hash FROM erased_address
         WHERE tenant_id = $1::uuid AND address_hash = ANY ($2::bytea[]) AND erased_at >= $3::timestamptz`,
};

const MARK = {
  name: 'erased_address_mark',
  text: `INSERT INTO erased_address AS e (tenant_id, address_hash, erased_at)
         SELECT $1::uuid, hash, now() FROM unnest($2::bytea[]) AS hash GROUP BY hash ORDER BY hash
         ON CONFLICT (tenant_id, address_hash) DO UPDATE SET erased_at = greatest(e.erased_at, excluded.erased_at)`,
};

const EVER = new Date(0);

/**
 * Addresses of erased persons, as the vault hashes names. An address may be somebody's again, so it is no ban: who is about to keep what was on its
 * way when the person was erased asks {@link among}. Its table, `erased_address`, lies in the slices that do.
 */
export class ErasedAddresses implements PersonalStore {
  readonly name = 'erased-addresses';
  readonly kind = 'table';
  readonly tables = ['erased_address'];

  constructor(private readonly vault: Pick<PersonVault, 'hashesOf'>) {}

  gather(): [] {
    return [];
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  async erase(tx: Tx, { tenantId, addresses, addressHashes = [] }: DataSubject): Promise<Erased> {
    const hashes = [...(await this.vault.hashesOf(tenantId, addresses.map(referenceText))), ...addressHashes];
    if (hashes.length > 0) await tx.execute(MARK, [tenantId, hashes]);
    const reason =
      'Keyed hashes of the addresses, so that what is on its way under them is not kept again; nobody can tell the addresses from them.';
    return { removed: 0, blanked: 0, kept: { count: new Set(hashes.map((hash) => hash.toString('latin1'))).size, reason } };
  }

  /**
   * Which of the addresses belonged to somebody who was erased, as `referenceText` writes them. One look where the tenant has erased nobody since then.
   * @param since erasures that were carried out before it are left out
   * @throws DomainError of kind `unavailable` while the vault is away: then nobody can tell
   */
  async among(tx: Tx, addresses: readonly SubjectAddress[], since: Date = EVER): Promise<Set<string>> {
    const texts = [...new Set(addresses.map(referenceText))];
    if (texts.length === 0) return new Set();
    const { any = false } = (await tx.queryOne<{ any: boolean }>(ANY_SINCE, [tx.tenantId, since])) ?? {};
    if (!any) return new Set();
    const hashes = await this.vault.hashesOf(tx.tenantId, texts);
    const rows = await tx.query<{ hash: Buffer }>(AMONG, [tx.tenantId, hashes, since]);
    const erased = new Set(rows.map(({ hash }) => hash.toString('latin1')));
    return new Set(texts.filter((_, index) => erased.has((hashes[index] as Buffer).toString('latin1'))));
  }
}

import { type KeyObject, randomBytes } from 'node:crypto';
import { type Clock, type IdSource, systemClock, type Uuid, uuidV7 } from '@leadstream/kernel';
import { aeadKey, KEY_BYTES } from '../encryption/aead.js';
import type { Keyring } from '../encryption/keyring.js';
import { vaultLookups } from '../metrics.js';
import type { TenantDatabase } from '../tenant-database.js';
import { ExpiringCache } from './expiring-cache.js';
import { PersonHashes } from './person-hashes.js';
import { type OfferedKey, PersonKeyRepository, type StoredKey } from './person-key.repository.js';
import { isRenewable, type PersonReference } from './person-reference.js';
import { SharedLooks } from './shared-looks.js';
import { personKeyContext } from './wrapping.js';

/** The key of one person; without `key` it was destroyed, and what it sealed is gone. */
export interface PersonKey {
  readonly keyId: Uuid;
  readonly key: KeyObject | undefined;
}

/** Where a key lies. */
export interface KeyAddress {
  readonly tenantId: Uuid;
  readonly keyId: Uuid;
}

export interface PersonVaultOptions {
  /** Of the vault's service role; whoever made it ends it. */
  readonly database: TenantDatabase;
  readonly keyring: Keyring;
  /** How long a key is used without asking the vault again: a destroyed one is dead everywhere after it. At most 60 s. */
  readonly maxAgeMs?: number;
  readonly maxCachedKeys?: number;
  readonly clock?: Clock;
  readonly ids?: IdSource;
}

const MAX_AGE_MS = 60_000;
const MAX_CACHED_KEYS = 20_000;
const MAX_CACHED_SECRETS = 1_000;
/** Whoever loses a race for a person finds the winner's key at the next look. */
const CLAIM_ROUNDS = 5;

const nameOf = ({ tenantId, keyId }: KeyAddress): string => `${tenantId} ${keyId}`;

/** Keys of persons, one each: made when a person is first named, kept in memory for a minute at most, destroyed for ever. */
export class PersonVault {
  readonly #database: TenantDatabase;
  readonly #keyring: Keyring;
  readonly #ids: IdSource;
  readonly #keys = new PersonKeyRepository();
  readonly #hashes: PersonHashes;
  readonly #claims = new SharedLooks<PersonReference, PersonKey>((tenantId, references) => this.#claim(tenantId, references));
  readonly #byReference: ExpiringCache<PersonKey>;
  readonly #byId: ExpiringCache<PersonKey>;

  /** @throws RangeError when keys would be used for longer than a minute */
  constructor(options: PersonVaultOptions) {
    const { database, keyring, maxAgeMs = MAX_AGE_MS, maxCachedKeys: maxEntries = MAX_CACHED_KEYS, clock = systemClock } = options;
    if (maxAgeMs > MAX_AGE_MS) throw new RangeError('a destroyed key must be dead within a minute');
    this.#database = database;
    this.#keyring = keyring;
    this.#ids = options.ids ?? uuidV7;
    this.#byReference = new ExpiringCache({ maxEntries, maxAgeMs, clock });
    this.#byId = new ExpiringCache({ maxEntries, maxAgeMs, clock });
    const secrets = new ExpiringCache<KeyObject>({ maxEntries: MAX_CACHED_SECRETS, maxAgeMs, clock });
    this.#hashes = new PersonHashes(database, this.#keys, keyring, secrets);
  }

  /**
   * The key of each person, made where there is none, in one statement for all that are not in memory, and for other callers of
   * the tenant who come meanwhile. It is a transaction of its own: a key that is handed out is stored, whatever becomes of the
   * caller's.
   * @throws DomainError of kind `unavailable`
   */
  async keysOf(tenantId: Uuid, references: Iterable<PersonReference>): Promise<Map<PersonReference, PersonKey>> {
    const found = new Map<PersonReference, PersonKey>();
    const missing: PersonReference[] = [];
    for (const reference of new Set(references)) {
      const cached = this.#byReference.get(`${tenantId} ${reference}`);
      if (cached === undefined) missing.push(reference);
      else found.set(reference, cached);
    }
    vaultLookups.add(found.size, { result: 'cached' });
    if (missing.length === 0) return found;
    const expiry = this.#byReference.expiryFromNow();
    const claimed = await this.#claims.find(tenantId, missing);
    for (const reference of missing) {
      const key = claimed.get(reference) as PersonKey;
      found.set(reference, key);
      this.#byReference.set(`${tenantId} ${reference}`, key, expiry);
    }
    return found;
  }

  /**
   * Keys by their ids, in the order asked for; one statement for all that are not in memory. Undefined is a key that the vault
   * does not know: that is no destroyed one, but a vault that is not what it was.
   * @throws DomainError of kind `unavailable`
   */
  async find(wanted: readonly KeyAddress[]): Promise<(PersonKey | undefined)[]> {
    const missing = new Map<string, KeyAddress>();
    const found = new Map<string, PersonKey>();
    for (const one of wanted) {
      const cached = this.#byId.get(nameOf(one));
      if (cached === undefined) missing.set(nameOf(one), one);
      else found.set(nameOf(one), cached);
    }
    vaultLookups.add(found.size, { result: 'cached' });
    if (missing.size > 0) await this.#fetch([...missing.values()], found);
    return wanted.map((one) => found.get(nameOf(one)));
  }

  /**
   * Destroys the keys of a person, under every name that is known of it. This process forgets them at once, others within
   * a minute. What cannot be named again stays erased; see `isRenewable`.
   * @returns how many keys ended now
   */
  async destroy(tenantId: Uuid, references: readonly PersonReference[]): Promise<number> {
    const hashes = await this.#hashes.of(tenantId, references);
    const marks = references.flatMap((reference, index) =>
      isRenewable(reference) ? [] : [{ personHash: hashes[index] as Buffer, keyId: this.#ids.next() }],
    );
    const destroyed = await this.#database.inTenant(tenantId, async (tx) => {
      const count = await this.#keys.destroy(tx, tenantId, hashes);
      if (marks.length > 0) await this.#keys.mark(tx, tenantId, marks);
      return count;
    });
    this.#byReference.clear();
    this.#byId.clear();
    return destroyed;
  }

  /**
   * What the vault keeps in place of names. Who erases keeps them outside of the vault: once it is restored to an earlier time,
   * `destroyAgain` needs no names.
   */
  hashesOf(tenantId: Uuid, references: readonly PersonReference[]): Promise<Buffer[]> {
    return this.#hashes.of(tenantId, references);
  }

  /**
   * Destroys once more what was destroyed at `destroyedAt`, in a vault that was restored. A key that was made later is somebody's who came
   * afterwards, and stays.
   * @returns how many keys ended now
   */
  async destroyAgain(tenantId: Uuid, personHashes: readonly Buffer[], destroyedAt: Date): Promise<number> {
    const count = await this.#database.inTenant(tenantId, (tx) => this.#keys.destroyMadeBy(tx, tenantId, personHashes, destroyedAt));
    this.#byReference.clear();
    this.#byId.clear();
    return count;
  }

  /**
   * Lets keys that are lost for good count as destroyed, so that what waits for them goes on without those fields. A key that
   * the vault knows stays what it is.
   * @returns how many keys were given up
   */
  async giveUp(lost: readonly KeyAddress[]): Promise<number> {
    let count = 0;
    for (const { tenantId, keyId } of lost) {
      const marks = [{ personHash: randomBytes(KEY_BYTES), keyId }];
      count += await this.#database.inTenant(tenantId, (tx) => this.#keys.mark(tx, tenantId, marks));
    }
    return count;
  }

  async #fetch(missing: readonly KeyAddress[], found: Map<string, PersonKey>): Promise<void> {
    const expiry = this.#byId.expiryFromNow();
    const stored = await this.#database.withoutTenant((tx) => this.#keys.find(tx, missing));
    for (const row of stored) {
      const key = this.#opened(row.tenantId, row);
      found.set(nameOf(row), key);
      this.#byId.set(nameOf(row), key, expiry);
    }
    vaultLookups.add(stored.length, { result: 'fetched' });
    vaultLookups.add(missing.length - stored.length, { result: 'missing' });
  }

  async #claim(tenantId: Uuid, references: readonly PersonReference[]): Promise<Map<PersonReference, PersonKey>> {
    const hashes = await this.#hashes.of(tenantId, references);
    const claimed = new Map<PersonReference, PersonKey>();
    const waiting = new Map(hashes.map((hash, index) => [hash.toString('latin1'), references[index] as PersonReference]));
    for (let round = 1; waiting.size > 0; round += 1) {
      if (round > CLAIM_ROUNDS) throw new Error('keys of persons come and go faster than they can be read');
      const fresh = new Map<Uuid, KeyObject>();
      const offers = [...waiting].map(([hash, reference]) => this.#offer(tenantId, Buffer.from(hash, 'latin1'), reference, fresh));
      const rows = await this.#keys.claim(this.#database, tenantId, this.#keyring.activeId, offers);
      for (const row of rows) {
        const hash = row.personHash.toString('latin1');
        const made = fresh.get(row.keyId);
        claimed.set(waiting.get(hash) as PersonReference, made ? { keyId: row.keyId, key: made } : this.#opened(tenantId, row));
        vaultLookups.add(1, { result: made ? 'made' : 'fetched' });
        waiting.delete(hash);
      }
    }
    return claimed;
  }

  #offer(tenantId: Uuid, personHash: Buffer, reference: PersonReference, fresh: Map<Uuid, KeyObject>): OfferedKey {
    const keyId = this.#ids.next();
    const bytes = randomBytes(KEY_BYTES);
    fresh.set(keyId, aeadKey(bytes));
    const { bytes: wrapped } = this.#keyring.wrap(bytes, personKeyContext(tenantId, keyId));
    return { personHash, keyId, wrapped, renewable: isRenewable(reference) };
  }

  #opened(tenantId: Uuid, { keyId, wrapped, kekId }: StoredKey): PersonKey {
    if (wrapped === null || kekId === null) return { keyId, key: undefined };
    return { keyId, key: aeadKey(this.#keyring.unwrap({ kekId, bytes: wrapped }, personKeyContext(tenantId, keyId))) };
  }
}

import type { Tx } from '@leadstream/persistence';
import type { DataSubject, Erased, PersonalRecord, PersonalStore, SubjectAddress } from '@leadstream/privacy';
import { type DncRow, toDncEntry } from '../dnc/dnc-row.js';
import type { HashedAddress, SuppressedAddress } from '../suppression/suppressed-address.js';

const rows = {
  name: 'person_data_dnc',
  text: `SELECT e.id, e.kind, e.value, e.channels, e.reason, e.source, e.evidence, e.version, e.added_at, e.expires_at, e.also_stated
           FROM unnest($2::text[], $3::text[]) AS asked (kind, value)
                JOIN dnc_entry e ON e.tenant_id = $1 AND e.kind = asked.kind AND e.value = asked.value
          ORDER BY e.id`,
};

const remove = {
  name: 'person_data_dnc_remove',
  text: `DELETE FROM dnc_entry e USING unnest($2::text[], $3::text[]) AS asked (kind, value)
          WHERE e.tenant_id = $1 AND e.kind = asked.kind AND e.value = asked.value
         RETURNING e.id, e.kind, e.value, e.channels, e.added_at AS "addedAt", e.expires_at AS "expiresAt", e.removed_at AS "removedAt",
                   e.version`,
};

// An entry for a domain is about nobody in particular; what was written down with it may name the person.
const NAMES_IT = `EXISTS (SELECT FROM unnest($2::text[]) AS address WHERE strpos(lower(concat_ws(' ', reason, evidence::text)), address) > 0)`;

const domainsNaming = {
  name: 'person_data_dnc_domains',
  text: `SELECT id, kind, value, channels, reason, source, evidence, version, added_at, expires_at
           FROM dnc_entry WHERE tenant_id = $1 AND kind = 'domain' AND ${NAMES_IT} ORDER BY id`,
};

const blankDomains = {
  name: 'person_data_dnc_domains_blank',
  text: `UPDATE dnc_entry SET evidence = NULL, reason = 'erased' WHERE tenant_id = $1 AND kind = 'domain' AND ${NAMES_IT}`,
};

/** Keeps a prohibition without its address. */
export interface Suppressing {
  keep(tx: Tx, addresses: readonly SuppressedAddress[]): Promise<void>;
  keepHashed(tx: Tx, addresses: readonly HashedAddress[]): Promise<void>;
  /** @returns in the order of the addresses, what stands for them in {@link keepHashed} */
  hashesOf(tx: Tx, addresses: readonly SubjectAddress[]): Promise<Buffer[]>;
}

/**
 * Entries of the do-not-contact list that name the person's addresses: they go with their evidence, and what still blocks is kept as a keyed hash. An entry
 * for a domain stays, without reason and evidence where these name the person.
 */
export class DncData implements PersonalStore {
  readonly name = 'dnc-entries';
  readonly kind = 'table';
  readonly tables = ['dnc_entry', 'suppressed_address'];

  constructor(private readonly suppression: Suppressing) {}

  async *gather(tx: Tx, subject: DataSubject): AsyncGenerator<PersonalRecord> {
    for (const row of await tx.query<DncRow & { readonly also_stated: object | null }>(rows, valuesOf(subject))) {
      yield { ...toDncEntry(row), ...(row.also_stated && { alsoStated: row.also_stated }) };
    }
    for (const row of await tx.query<DncRow>(domainsNaming, mentionsOf(subject))) yield { ...toDncEntry(row) };
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  async erase(tx: Tx, subject: DataSubject): Promise<Erased> {
    const removed = await tx.query<SuppressedAddress & { removedAt: Date | null }>(remove, valuesOf(subject));
    await this.suppression.keep(
      tx,
      removed.filter(({ removedAt }) => removedAt === null),
    );
    const blanked = await tx.execute(blankDomains, mentionsOf(subject));
    return { removed: removed.length, blanked };
  }
}

function valuesOf({ tenantId, addresses }: DataSubject): unknown[] {
  return [tenantId, addresses.map(({ kind }) => kind), addresses.map(({ value }) => value)];
}

function mentionsOf({ tenantId, addresses }: DataSubject): unknown[] {
  return [tenantId, addresses.map(({ value }) => value)];
}

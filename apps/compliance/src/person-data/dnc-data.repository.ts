import type { Tx } from '@leadstream/persistence';
import type { DataSubject, Erased, PersonalRecord, PersonalStore, SubjectAddress } from '@leadstream/privacy';
import { type DncRow, toDncEntry } from '../dnc/dnc-row.js';
import type { HashedAddress, SuppressedAddress } from '../suppression/suppressed-address.js';

const rows = {
  name: 'person_data_dnc',
  text: `SELECT e.id, e.kind, e.value, e.channels, e.reason, e.source, e.version, e.added_at, e.expires_at
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

/** Keeps a prohibition without its address. */
export interface Suppressing {
  keep(tx: Tx, addresses: readonly SuppressedAddress[]): Promise<void>;
  keepHashed(tx: Tx, addresses: readonly HashedAddress[]): Promise<void>;
  /** @returns in the order of the addresses, what stands for them in {@link keepHashed} */
  hashesOf(tx: Tx, addresses: readonly SubjectAddress[]): Promise<Buffer[]>;
}

/** Entries of the do-not-contact list that name the person's addresses: they go, and what still blocks is kept as a keyed hash. */
export class DncData implements PersonalStore {
  readonly name = 'dnc-entries';
  readonly kind = 'table';
  readonly tables = ['dnc_entry', 'suppressed_address'];

  constructor(private readonly suppression: Suppressing) {}

  async *gather(tx: Tx, subject: DataSubject): AsyncGenerator<PersonalRecord> {
    for (const row of await tx.query<DncRow>(rows, valuesOf(subject))) yield { ...toDncEntry(row) };
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
    return { removed: removed.length, blanked: 0 };
  }
}

function valuesOf({ tenantId, addresses }: DataSubject): unknown[] {
  return [tenantId, addresses.map(({ kind }) => kind), addresses.map(({ value }) => value)];
}

import type { Tx } from '@leadstream/persistence';
import type { DataSubject, SubjectReference } from './data-subject.js';

/** A record of a person, readable, with names as the API has them. */
export type PersonalRecord = Readonly<Record<string, unknown>>;

/** What became of a store's data of a person. */
export interface Erased {
  /** Records that are gone. */
  readonly removed: number;
  /** Records that stay without what spoke of the person. */
  readonly blanked: number;
  /** Records that stay as they are, with a sentence why; it stands in the certificate. */
  readonly kept?: { readonly count: number; readonly reason: string };
}

/** A place where a service keeps data of persons: a table or several that belong together, files, a cache. */
export interface PersonalStore {
  /** `notes`; stands in exports, receipts and certificates. */
  readonly name: string;
  readonly kind: 'table' | 'files' | 'cache' | 'topic' | 'dead-letters';
  /** Those of the slice that it answers for; none for files and caches. */
  readonly tables: readonly string[];
  /** Every record of the person, one after the other, so that a person with very many needs no more memory than one with few. */
  gather(tx: Tx, subject: DataSubject): AsyncIterable<PersonalRecord> | Iterable<PersonalRecord>;
  /** Names of the person that the store knows: addresses that it ever had, leads that belong to the family. None from most. */
  references(tx: Tx, subject: DataSubject): Promise<readonly SubjectReference[]>;
  /**
   * Deletes or blanks, in the transaction given; asked twice, it finds nothing the second time. Files are marked in it, and removed by a
   * job. It is asked when the keys of the person are gone, and once more later, for what was under way.
   */
  erase(tx: Tx, subject: DataSubject): Promise<Erased>;
}

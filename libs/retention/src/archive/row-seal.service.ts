import { aeadOpen, aeadSeal, type PersonVault } from '@leadstream/persistence';
import type { ArchivePlace } from './archive-place.js';
import type { SealedRow } from './archive-file.rules.js';

/** A row as JSON, and the person whose key it is to be under; null: nobody is named in it. */
export interface PlainRow {
  readonly row: string;
  readonly person: string | null;
}

const contextOf = ({ tenantId, archiveId }: ArchivePlace, position: number): Buffer =>
  Buffer.from(`archive ${tenantId} ${archiveId} ${position}`);

/** Rows under the keys of their persons: destroying a key erases its person from every archive. */
export class RowSealService {
  constructor(private readonly vault: PersonVault) {}

  /** @throws DomainError of kind `unavailable` */
  async seal(place: ArchivePlace, rows: readonly PlainRow[]): Promise<SealedRow[]> {
    const persons = rows.map(({ person }) => person ?? `archive:${place.archiveId}`);
    const keys = await this.vault.keysOf(place.tenantId, persons);
    return rows.map(({ row }, position) => {
      const found = keys.get(persons[position] ?? '');
      if (found === undefined) throw new Error('a person has no key');
      const { keyId, key } = found;
      return { keyId, sealed: key ? aeadSeal(key, Buffer.from(row), contextOf(place, position)).toString('base64') : null };
    });
  }

  /**
   * @returns undefined for a row that nobody can open any more
   * @throws DomainError of kind `unavailable`; Error when a row is not as it was sealed, or its key is not known
   */
  async open(place: ArchivePlace, rows: readonly SealedRow[]): Promise<(string | undefined)[]> {
    const keys = await this.vault.find(rows.map(({ keyId }) => ({ tenantId: place.tenantId, keyId })));
    return rows.map(({ sealed }, position) => {
      const found = keys[position];
      if (found === undefined) throw new Error('the vault does not know the key of an archived row');
      if (found.key === undefined || sealed === null) return undefined;
      const row = aeadOpen(found.key, Buffer.from(sealed, 'base64'), contextOf(place, position));
      if (row === undefined) throw new Error('an archived row is not as it was sealed');
      return row.toString();
    });
  }
}

import type { DataOf, personDataRequestedV1 } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** What was asked about a person, without its addresses. */
export type AskedWithoutAddresses = Omit<DataOf<typeof personDataRequestedV1>, 'addresses'>;

/** A person who is looked for in the files of imports, and how far that is. */
export interface FileSearch {
  readonly requestId: Uuid;
  readonly round: number;
  readonly asked: AskedWithoutAddresses;
  /** Of the key that {@link addresses} are sealed under. */
  readonly keyId: Uuid;
  readonly addresses: Buffer;
  /** Imports whose files were read. */
  readonly searched: readonly Uuid[];
  /** Those of them in which the person stands. */
  readonly naming: readonly Uuid[];
}

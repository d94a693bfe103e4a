import { encryptionErrors } from './encryption.errors.js';
import type { Keyring } from './keyring.js';

/** Where a sealed value lies; opened anywhere else it is unreadable. */
export interface ColumnPlace {
  readonly tenantId: string;
  /** `table.column`, for example `idempotency_key.answer`. */
  readonly column: string;
  /** Key of the row within the tenant. */
  readonly row: string;
}

const VERSION = 1;
const HEADER_BYTES = 2;

/** None of the parts holds a line feed. */
function contextOf({ tenantId, column, row }: ColumnPlace): Buffer {
  return Buffer.from(`${column}\n${tenantId}\n${row}`);
}

/** Id of the key that a value was sealed with. @throws DomainError `ENCRYPTION.VALUE_UNREADABLE` */
function kekIdOf(sealed: Uint8Array): string {
  const [version, idBytes = 0] = sealed;
  if (version !== VERSION) throw encryptionErrors.VALUE_UNREADABLE();
  return Buffer.from(sealed.subarray(HEADER_BYTES, HEADER_BYTES + idBytes)).toString('latin1');
}

/**
 * Seals values of single columns: what is sensitive and never searched for. A sealed value is a version byte, the length
 * and the id of its key encryption key, then nonce, ciphertext and tag.
 */
export class ColumnCipher {
  constructor(private readonly keyring: Keyring) {}

  seal(plain: string, place: ColumnPlace): Buffer {
    const { kekId, bytes } = this.keyring.wrap(Buffer.from(plain), contextOf(place));
    return Buffer.concat([Buffer.from([VERSION, kekId.length]), Buffer.from(kekId, 'latin1'), bytes]);
  }

  /** @throws DomainError `ENCRYPTION.KEY_UNKNOWN`, or `ENCRYPTION.VALUE_UNREADABLE` when value or place are not as they were */
  open(sealed: Uint8Array, place: ColumnPlace): string {
    const kekId = kekIdOf(sealed);
    const bytes = sealed.subarray(HEADER_BYTES + kekId.length);
    return this.keyring.unwrap({ kekId, bytes }, contextOf(place)).toString('utf8');
  }

  /** The value under the active key, or undefined when it is already. @throws as `open` */
  reseal(sealed: Uint8Array, place: ColumnPlace): Buffer | undefined {
    return kekIdOf(sealed) === this.keyring.activeId ? undefined : this.seal(this.open(sealed, place), place);
  }
}

import { type KeyObject } from 'node:crypto';
import { aeadKey, open, seal } from './aead.js';
import { encryptionErrors } from './encryption.errors.js';

/** What a key encryption key has sealed, and which one it was. */
export interface Wrapped {
  readonly kekId: string;
  /** Nonce, ciphertext, tag. */
  readonly bytes: Buffer;
}

const KEK_ID = /^[a-z0-9](-?[a-z0-9]){0,15}$/;
/** Of 32 bytes: 43 digits, and one sign of padding that may be left out. */
const KEK_BASE64 = /^[A-Za-z0-9+/]{43}=?$/;

/**
 * The installation's key encryption keys. The first one seals; all of them open, so that a new one can be put in front
 * while values of the old one are still about.
 */
export class Keyring {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  /** Id of the key that seals. */
  readonly activeId: string;

  private constructor(keys: ReadonlyMap<string, KeyObject>) {
    const [first] = keys.keys();
    if (first === undefined) throw new RangeError('there is no key');
    this.#keys = keys;
    this.activeId = first;
  }

  /**
   * @param list comma list of `id:base64`, each key of 32 bytes
   * @throws RangeError that says what is wrong and repeats nothing of the text
   */
  static parse(list: string): Keyring {
    const keys = new Map<string, KeyObject>();
    for (const [index, entry] of list.split(',').entries()) {
      const place = `key ${index + 1}`;
      const [id = '', base64 = '', ...rest] = entry.trim().split(':');
      if (!KEK_ID.test(id)) throw new RangeError(`${place}: an id is 1 to 16 lower-case letters, digits and single dashes`);
      if (rest.length > 0 || !KEK_BASE64.test(base64)) throw new RangeError(`${place}: it is no base64 of 32 bytes`);
      if (keys.has(id)) throw new RangeError(`${place}: its id is taken`);
      keys.set(id, aeadKey(Buffer.from(base64, 'base64')));
    }
    return new Keyring(keys);
  }

  /** Ids of all keys, the active one first. */
  get ids(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /** Seals with the active key. */
  wrap(plain: Uint8Array, context: Uint8Array): Wrapped {
    return { kekId: this.activeId, bytes: seal(this.#key(this.activeId), plain, context) };
  }

  /**
   * @throws DomainError `ENCRYPTION.KEY_UNKNOWN` when the key is not configured, `ENCRYPTION.VALUE_UNREADABLE` when bytes or
   *   context are not as they were
   */
  unwrap({ kekId, bytes }: { readonly kekId: string; readonly bytes: Uint8Array }, context: Uint8Array): Buffer {
    const plain = open(this.#key(kekId), bytes, context);
    if (plain === undefined) throw encryptionErrors.VALUE_UNREADABLE();
    return plain;
  }

  /** Whether the key of this id is here, and is the one that has sealed. */
  opens({ kekId, bytes }: Wrapped, context: Uint8Array): boolean {
    const key = this.#keys.get(kekId);
    return key !== undefined && open(key, bytes, context) !== undefined;
  }

  #key(id: string): KeyObject {
    const key = this.#keys.get(id);
    if (key === undefined) throw encryptionErrors.KEY_UNKNOWN();
    return key;
  }
}

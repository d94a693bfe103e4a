import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomFillSync } from 'node:crypto';

/** AES-256-GCM, NIST SP 800-38D: 96-bit nonce, 128-bit tag. */
const ALGORITHM = 'aes-256-gcm';
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** The system takes nearly as long for twelve random bytes as for three thousand. */
const page = Buffer.alloc(256 * NONCE_BYTES);
let used = page.length;

function nextNonce(): Buffer {
  if (used === page.length) {
    randomFillSync(page);
    used = 0;
  }
  return page.subarray(used, (used += NONCE_BYTES));
}

/** @throws RangeError when there are not 32 bytes */
export function aeadKey(bytes: Uint8Array): KeyObject {
  if (bytes.length !== KEY_BYTES) throw new RangeError(`a key has ${KEY_BYTES} bytes`);
  return createSecretKey(bytes);
}

/**
 * @param context authenticated with the text and needed to open it; not part of the result
 * @param nonce must never meet the same key twice: random unless a test says otherwise
 * @returns nonce, ciphertext, tag
 */
export function seal(key: KeyObject, plain: Uint8Array, context: Uint8Array, nonce: Uint8Array = nextNonce()): Buffer {
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  cipher.setAAD(context);
  const sealed = Buffer.allocUnsafe(NONCE_BYTES + plain.length + TAG_BYTES);
  sealed.set(nonce);
  sealed.set(cipher.update(plain), NONCE_BYTES);
  cipher.final();
  sealed.set(cipher.getAuthTag(), NONCE_BYTES + plain.length);
  return sealed;
}

/** @returns undefined when one bit of text, key or context is not as it was sealed */
export function open(key: KeyObject, sealed: Uint8Array, context: Uint8Array): Buffer | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const tagAt = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(context);
  decipher.setAuthTag(sealed.subarray(tagAt));
  const text = decipher.update(sealed.subarray(NONCE_BYTES, tagAt));
  try {
    decipher.final();
    return text;
  } catch {
    return undefined;
  }
}

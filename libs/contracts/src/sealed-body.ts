import type { Fields } from './personal-fields.js';

/** Seals with the key of one person; the algorithm is AES-256-GCM, the implementation the caller's. */
export interface PersonalSealer {
  /** Id of the key in the vault; goes into the header `ce_personkey`. */
  readonly keyId: string;
  /** @returns nonce of 12 bytes, ciphertext, tag of 16 bytes */
  seal(plain: Uint8Array, context: Uint8Array): Uint8Array;
}

/** Opens with the key of one person. */
export interface PersonalOpener {
  /** @returns undefined when text, key or context are not as they were sealed */
  open(sealed: Uint8Array, context: Uint8Array): Uint8Array | undefined;
}

/** Why sealed fields cannot be read. */
export type SealedProblem = 'no_key' | 'malformed' | 'version' | 'tampered' | 'content';

/** What binds a sealed text to its record. */
export interface SealedPlace {
  readonly tenantId: string;
  readonly id: string;
  readonly type: string;
}

const VERSION = 1;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

/** `ce_tenantid`, `ce_id`, `ce_type` and `ce_personkey`, with line feeds between them; none of them can hold one. */
function contextOf({ tenantId, id, type }: SealedPlace, keyId: string): Buffer {
  return Buffer.from(`${tenantId}\n${id}\n${type}\n${keyId}`);
}

/** @returns base64url, without padding, of a version byte and what the sealer gives */
export function sealFields(fields: Fields, place: SealedPlace, sealer: PersonalSealer): string {
  const sealed = sealer.seal(Buffer.from(JSON.stringify(fields)), contextOf(place, sealer.keyId));
  const bytes = Buffer.allocUnsafe(1 + sealed.length);
  bytes[0] = VERSION;
  bytes.set(sealed, 1);
  return bytes.toString('base64url');
}

/** Opens what `sealFields` made. Hostile bytes give a problem, never an exception. */
export function openFields(sealed: unknown, place: SealedPlace, keyId: string, opener: PersonalOpener): Fields | SealedProblem {
  if (typeof sealed !== 'string' || !BASE64URL.test(sealed)) return 'malformed';
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes[0] !== VERSION) return 'version';
  const plain = opener.open(bytes.subarray(1), contextOf(place, keyId));
  if (plain === undefined) return 'tampered';
  try {
    const fields: unknown = JSON.parse(Buffer.from(plain).toString('utf8'));
    return typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? (fields as Fields) : 'content';
  } catch {
    return 'content';
  }
}

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { DocumentPlace } from '../document.js';

const ID_BYTES = 16;
const CLAIM_BYTES = 2 * ID_BYTES + 4;
const MAC_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{91}$/;

export interface SignedLink {
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Makes and reads the tokens of links: tenant, document and instant of expiry with their HMAC-SHA256, as base64url. The key is drawn from
 * the installation's secret for this one use (HKDF, RFC 5869), so a token of another kind never fits.
 */
export class DocumentLinks {
  readonly #key: Buffer;
  readonly #lifeSeconds: number;

  constructor({ secret, lifeSeconds }: { readonly secret: string; readonly lifeSeconds: number }) {
    this.#lifeSeconds = lifeSeconds;
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'leadstream document link', MAC_BYTES));
  }

  sign({ tenantId, documentId }: DocumentPlace, now: Date): SignedLink {
    const expiresAtSeconds = Math.floor(now.getTime() / 1_000) + this.#lifeSeconds;
    const claim = Buffer.concat([bytesOf(tenantId), bytesOf(documentId), Buffer.alloc(4)]);
    claim.writeUInt32BE(expiresAtSeconds, 2 * ID_BYTES);
    const token = Buffer.concat([claim, this.#mac(claim)]).toString('base64url');
    return { token, expiresAt: new Date(expiresAtSeconds * 1_000) };
  }

  /** @returns what the token opens; undefined when it is not ours or over */
  read(token: string, now: Date): DocumentPlace | undefined {
    if (!TOKEN.test(token)) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    const claim = bytes.subarray(0, CLAIM_BYTES);
    // One spelling a token: base64url leaves bits over at the end.
    if (bytes.toString('base64url') !== token || !timingSafeEqual(bytes.subarray(CLAIM_BYTES), this.#mac(claim))) return undefined;
    if (claim.readUInt32BE(2 * ID_BYTES) * 1_000 <= now.getTime()) return undefined;
    return { tenantId: idOf(claim.subarray(0, ID_BYTES)), documentId: idOf(claim.subarray(ID_BYTES, 2 * ID_BYTES)) };
  }

  #mac(claim: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(claim).digest();
  }
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function idOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

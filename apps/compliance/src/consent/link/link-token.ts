import { createHash, randomBytes } from 'node:crypto';
import type { Uuid } from '@leadstream/kernel';

const TENANT_BYTES = 16;
const SECRET_BYTES = 32;
/** 48 bytes as base64url: no bit is left over, so a token has one spelling. */
const TOKEN = /^[A-Za-z0-9_-]{64}$/;

/** What opens a page to whoever has it. */
export interface LinkToken {
  readonly token: string;
  /** SHA-256 of the token: all that is kept of it. A secret of 256 random bits needs no slow hash and no salt. */
  readonly digest: Buffer;
}

/** What a token says of itself; whether it opens anything, the tenant's rows know. */
export interface ReadToken {
  readonly tenantId: Uuid;
  readonly digest: Buffer;
}

/** A new token: the tenant, in whose rows alone it is looked for, and a secret. */
export function newLinkToken(tenantId: Uuid): LinkToken {
  const tenant = Buffer.from(tenantId.replaceAll('-', ''), 'hex');
  const token = Buffer.concat([tenant, randomBytes(SECRET_BYTES)]).toString('base64url');
  return { token, digest: digestOf(token) };
}

/** @returns undefined when it is none of ours by its form */
export function readLinkToken(token: string): ReadToken | undefined {
  if (!TOKEN.test(token)) return undefined;
  const tenant = Buffer.from(token, 'base64url').subarray(0, TENANT_BYTES).toString('hex');
  return { tenantId: tenant.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), digest: digestOf(token) };
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

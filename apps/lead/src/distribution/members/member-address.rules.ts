import { createHash } from 'node:crypto';
import type { Uuid } from '@leadstream/kernel';

/**
 * By what a member is found who is named by an e-mail address: enough to compare with, so that the address itself stays with the gateway.
 * @param email normalised
 * @returns 32 bytes, of this tenant alone
 */
export function addressHash(tenantId: Uuid, email: string): Buffer {
  return createHash('sha256').update(`${tenantId}:${email}`).digest();
}

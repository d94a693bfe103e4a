import type { Uuid } from '@leadstream/kernel';

/** What binds a wrapped key to its place; none of the parts holds a line feed. */
export function personKeyContext(tenantId: Uuid, keyId: Uuid): Buffer {
  return Buffer.from(`person_key\n${tenantId}\n${keyId}`);
}

export function tenantSecretContext(tenantId: Uuid): Buffer {
  return Buffer.from(`tenant_secret\n${tenantId}`);
}

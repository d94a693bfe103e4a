import type { Uuid } from '@leadstream/kernel';
import { shortHash } from './hash.rules.js';

/** Under which the frequency of a value in a field is stored. */
export function valueHash(tenantId: Uuid, field: string, value: string): string {
  return shortHash(tenantId, `value\u0000${field}\u0000${value}`);
}

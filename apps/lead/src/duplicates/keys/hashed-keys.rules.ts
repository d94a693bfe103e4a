import type { Uuid } from '@leadstream/kernel';
import { blockingKeys } from '../blocking/blocking-keys.rules.js';
import type { ComparableLead } from '../comparable/comparable-lead.js';
import { shortHash } from '../leads/hash.rules.js';

/** The blocking keys of a lead as they are stored: always in the same order, so that what did not change is not written. */
export function hashedKeys(tenantId: Uuid, lead: ComparableLead): string[] {
  return blockingKeys(lead).map((key) => shortHash(tenantId, key));
}

import type { AuditEntry, AuditFact, AuditHead } from '../audit-entry.js';
import { entryHash } from './entry-hash.rules.js';

/**
 * The entries that follow a head.
 * @param head locked: nobody else makes the next entry meanwhile
 * @param facts in the order in which they are to stand
 * @param told `factText` of each, where it was made before
 */
export function entriesAfter(
  tenantId: string,
  head: AuditHead,
  facts: readonly AuditFact[],
  now: Date,
  told: readonly string[] = [],
): AuditEntry[] {
  // Clocks of two processes differ; along a chain time never runs backwards.
  const recordedAt = head.recordedAt > now ? head.recordedAt : now;
  let { sequence, hash: previousHash } = head;
  return facts.map((fact, index) => {
    const entry = { ...fact, sequence: (sequence += 1), recordedAt, previousHash, hash: previousHash };
    entry.hash = previousHash = entryHash(tenantId, entry, told[index]);
    return entry;
  });
}

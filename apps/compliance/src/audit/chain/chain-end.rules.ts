import type { AuditFinding } from '@leadstream/contracts';
import type { Footing } from '../audit-entry.js';
import { found } from './chain-check.rules.js';

/** What is known of a chain beside its entries. */
export interface ChainEnd {
  readonly head: Footing;
  /** Place of the last entry that is there. */
  readonly lastEntry: number;
  /** Place that the latest checkpoint speaks of; 0 before the first. */
  readonly lastSigned: number;
}

/**
 * Whether a chain ends where it should.
 * @param last up to where its entries hold
 */
export function checkEnd(last: Footing, { head, lastEntry, lastSigned }: ChainEnd): AuditFinding | undefined {
  if (lastSigned > head.sequence || last.sequence < head.sequence) return found(Math.min(last.sequence, head.sequence) + 1, 'missing');
  if (lastEntry > head.sequence) return found(head.sequence + 1, 'inserted');
  const isHead = last.sequence > head.sequence || last.hash.equals(head.hash);
  return isHead ? undefined : found(Math.max(head.sequence, 1), 'rewritten');
}

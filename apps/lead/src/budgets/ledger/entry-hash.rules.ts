import { createHash } from 'node:crypto';
import type { Uuid } from '@leadstream/kernel';
import type { LedgerEntry } from '../budget.js';

/** Stands before the first entry, as if it were the hash of one. */
export const BEFORE_FIRST: Uint8Array = Buffer.alloc(32);

/**
 * SHA-256 over everything that an entry says and the hash of the one before it. The form is for ever: what was hashed is hashed again
 * years later. JSON keeps members apart whatever they hold.
 */
export function hashOf(tenantId: Uuid, entry: Omit<LedgerEntry, 'hash'>): Uint8Array {
  const told = [
    'leadstream.budget-entry.1',
    tenantId,
    entry.budgetId,
    entry.sequence,
    entry.kind,
    entry.account,
    entry.currency,
    String(entry.changeMinor),
    String(entry.balanceBeforeMinor),
    String(entry.balanceAfterMinor),
    entry.reference,
    entry.note,
    entry.reversesSequence,
    entry.actor.kind,
    entry.actor.id,
    entry.requestId,
    entry.recordedAt.toISOString(),
    Buffer.from(entry.previousHash).toString('hex'),
  ];
  return createHash('sha256').update(JSON.stringify(told)).digest();
}

export function isSameHash(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

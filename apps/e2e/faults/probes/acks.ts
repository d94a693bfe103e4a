import type { Ledger, OperationKind } from '../ledger.ts';

/** Writes that go through an outbox. Webhooks do not: they are answered once the log has them, and wait for a broker that is away. */
const THROUGH_OUTBOX: readonly OperationKind[] = [
  'capture',
  'update',
  'status',
  'delete',
  'dnc-add',
  'dnc-remove',
  'consent',
  'interaction',
];

/** How many operations of the ledger have been acknowledged so far. */
export function acknowledged(ledger: Ledger): number {
  return ledger.of(...THROUGH_OUTBOX).filter(({ standing }) => standing === 'acked').length;
}

/** How many operations of the ledger have been begun so far. */
export function begun(ledger: Ledger): number {
  return ledger.of(...THROUGH_OUTBOX).length;
}

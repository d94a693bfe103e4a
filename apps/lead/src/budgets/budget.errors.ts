import { defineErrors } from '@leadstream/kernel';

export const budgetErrors = defineErrors('LEAD', {
  BUDGET_NOT_FOUND: { kind: 'not_found', title: 'No such budget' },
  BUDGET_STALE: { kind: 'stale', title: 'The budget has changed since it was read' },
  BUDGET_INVALID: { kind: 'invalid', title: 'The budget is not acceptable as stated' },
  BUDGET_CLOSED: { kind: 'conflict', title: 'The budget is closed' },
  BUDGET_OVERDRAWN: { kind: 'conflict', title: 'The balance would go further below zero than the budget allows' },
  BUDGET_OVERFLOW: { kind: 'invalid', title: 'The balance would be larger than a ledger can hold' },
  BUDGET_CURRENCY: { kind: 'invalid', title: 'The budget is kept in another currency' },
  BUDGET_ENTRY_INVALID: { kind: 'invalid', title: 'The entry is not acceptable as stated' },
  BUDGET_ENTRY_NOT_FOUND: { kind: 'not_found', title: 'No such entry' },
  BUDGET_ENTRY_REVERSED: { kind: 'conflict', title: 'The entry was taken back already' },
  BUDGET_REVERSAL_FINAL: { kind: 'conflict', title: 'A reversal cannot be taken back; book the amount anew' },
  BUDGET_REFERENCE_TAKEN: { kind: 'conflict', title: 'The reference was booked with other content' },
});

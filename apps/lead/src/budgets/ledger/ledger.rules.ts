import type { BudgetEntry, CreateBudgetEntry, ReverseBudgetEntry } from '@leadstream/contracts';
import type { Actor, DomainError, FieldProblem, Uuid } from '@leadstream/kernel';
import type { Refused } from '../../lead/values/checked.rules.js';
import { normaliseText } from '../../lead/values/text.rules.js';
import { budgetErrors } from '../budget.errors.js';
import type { Booking, BudgetAccount, BudgetEntryKind, BudgetRecord, LedgerEntry } from '../budget.js';
import { acceptCurrency, fromMinor, MAX_MINOR, toMinor } from '../money/minor-units.rules.js';
import { BEFORE_FIRST, hashOf } from './entry-hash.rules.js';

type StatedKind = Exclude<BudgetEntryKind, 'reversal'>;

/** The other account of each kind, and whether the budget receives or gives. */
const BOOKED: Readonly<Record<StatedKind, { readonly account: BudgetAccount; readonly sign: 1n | -1n }>> = {
  allocation: { account: 'funding', sign: 1n },
  withdrawal: { account: 'funding', sign: -1n },
  spend: { account: 'spending', sign: -1n },
  refund: { account: 'spending', sign: 1n },
  adjustment: { account: 'adjustment', sign: 1n },
};

/** Who books, by which request, when. */
export interface BookedBy {
  readonly tenantId: Uuid;
  readonly actor: Actor;
  readonly requestId: string;
  readonly now: Date;
}

/**
 * What was stated, as it is booked.
 * @throws DomainError `LEAD.BUDGET_CURRENCY`, `LEAD.BUDGET_ENTRY_INVALID`
 */
export function acceptBooking({ kind, amount, ...labels }: CreateBudgetEntry, currency: string): Booking {
  const stated = acceptCurrency(amount.currency);
  if (!stated.ok) throw invalid('amount.currency', stated);
  if (stated.value !== currency) throw budgetErrors.BUDGET_CURRENCY({ extra: { currency } });
  const minor = toMinor(amount.amount, currency);
  if (!minor.ok) throw invalid('amount.amount', minor);
  const { account, sign } = BOOKED[kind];
  if (minor.value === 0n) throw invalid('amount.amount', { code: 'amount.zero', message: 'Changes nothing.' });
  if (minor.value < 0n && kind !== 'adjustment')
    throw invalid('amount.amount', {
      code: 'amount.negative',
      message: 'The kind says in which direction; only adjustments go below zero.',
    });
  return { kind, account, changeMinor: sign * minor.value, ...acceptLabels(labels), reversesSequence: null };
}

/**
 * The opposite of an entry.
 * @throws DomainError `LEAD.BUDGET_REVERSAL_FINAL`, `LEAD.BUDGET_ENTRY_INVALID`
 */
export function acceptReversal(entry: LedgerEntry, labels: ReverseBudgetEntry): Booking {
  if (entry.kind === 'reversal') throw budgetErrors.BUDGET_REVERSAL_FINAL();
  const { account, changeMinor, sequence } = entry;
  return { kind: 'reversal', account, changeMinor: -changeMinor, ...acceptLabels(labels), reversesSequence: sequence };
}

function acceptLabels(labels: ReverseBudgetEntry): Pick<Booking, 'reference' | 'note'> {
  const reference = normaliseText(labels.reference ?? '', 200);
  if (!reference.ok) throw invalid('reference', reference);
  const note = normaliseText(labels.note ?? '', 500);
  if (!note.ok) throw invalid('note', note);
  return { reference: reference.value, note: note.value };
}

function invalid(path: string, { code, message }: Pick<Refused, 'code' | 'message'>): DomainError {
  const errors: FieldProblem[] = [{ path, code, message }];
  return budgetErrors.BUDGET_ENTRY_INVALID({ errors });
}

/** Whether an entry says what is to be booked, so that it is the same booking sent again. */
export function isSameBooking(entry: LedgerEntry, booking: Booking): boolean {
  const fields = ['kind', 'account', 'changeMinor', 'note', 'reversesSequence'] as const;
  return fields.every((field) => entry[field] === booking[field]);
}

/**
 * The next entry of a ledger.
 * @param budget locked: nobody else makes a next entry meanwhile
 * @throws DomainError `LEAD.BUDGET_CLOSED`, `LEAD.BUDGET_OVERFLOW`, `LEAD.BUDGET_OVERDRAWN` with what is `available`
 */
export function nextEntry(budget: BudgetRecord, booking: Booking, { tenantId, actor, requestId, now }: BookedBy): LedgerEntry {
  const { budgetId, currency, balanceMinor, overdraftMinor, head } = budget;
  const after = balanceMinor + booking.changeMinor;
  if (budget.status === 'closed') throw budgetErrors.BUDGET_CLOSED();
  if (after > MAX_MINOR || after < -MAX_MINOR) throw budgetErrors.BUDGET_OVERFLOW();
  if (booking.changeMinor < 0n && after < -overdraftMinor)
    throw budgetErrors.BUDGET_OVERDRAWN({ extra: { available: { amount: fromMinor(balanceMinor + overdraftMinor, currency), currency } } });
  const entry = {
    ...booking,
    budgetId,
    sequence: (head?.sequence ?? 0) + 1,
    currency,
    balanceBeforeMinor: balanceMinor,
    balanceAfterMinor: after,
    actor,
    requestId,
    // Clocks of two processes differ; the order of entries does not.
    recordedAt: head && head.recordedAt > now ? head.recordedAt : now,
    previousHash: head?.hash ?? BEFORE_FIRST,
  };
  return { ...entry, hash: hashOf(tenantId, entry) };
}

/** As the API shows it. */
export function presentEntry(entry: LedgerEntry): BudgetEntry {
  const { currency, account, changeMinor } = entry;
  const [debit, credit] = changeMinor > 0n ? (['budget', account] as const) : ([account, 'budget'] as const);
  return {
    budgetId: entry.budgetId,
    sequence: entry.sequence,
    kind: entry.kind,
    debit,
    credit,
    change: { amount: fromMinor(changeMinor, currency), currency },
    balanceBefore: fromMinor(entry.balanceBeforeMinor, currency),
    balanceAfter: fromMinor(entry.balanceAfterMinor, currency),
    reference: entry.reference,
    note: entry.note,
    reverses: entry.reversesSequence,
    actor: { ...entry.actor },
    requestId: entry.requestId,
    recordedAt: entry.recordedAt.toISOString(),
    hash: Buffer.from(entry.hash).toString('hex'),
  };
}

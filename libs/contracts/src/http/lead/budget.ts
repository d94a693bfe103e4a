import { z } from 'zod';

/**
 * What an entry does to the balance. `allocation` and `refund` raise it, `withdrawal` (an allocation taken back) and `spend` lower it, an
 * `adjustment` does either, a `reversal` takes one other entry back.
 */
export const BUDGET_ENTRY_KINDS = ['allocation', 'withdrawal', 'spend', 'refund', 'adjustment', 'reversal'] as const;

/** Accounts beside the budget's own: every entry moves its amount between the budget and one of them. */
export const BUDGET_ACCOUNTS = ['funding', 'spending', 'adjustment'] as const;

/** `closed` budgets take no entries, and may be opened again. */
export const BUDGET_STATUSES = ['active', 'closed'] as const;

const currency = z.string().max(3);
const decimal = z.string().max(40);
const actor = z.object({ kind: z.string(), id: z.string() });

/** Money of which the ledger keeps account. */
export const budget = z
  .object({
    id: z.uuid(),
    /** Grows by one with every change of name, limit or status, not with entries; the `ETag`. */
    version: z.int().min(1),
    name: z.string(),
    /** ISO 4217; for ever. Every amount has as many digits behind the point as the currency's minor unit. */
    currency: z.string(),
    status: z.enum(BUDGET_STATUSES),
    /** How far below zero the balance may go. */
    overdraftLimit: z.string(),
    balance: z.string(),
    /** Balance and overdraft limit together: what can be spent. */
    available: z.string(),
    /** How many entries there are, which is the `sequence` of the last one. */
    entries: z.int().min(0),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Budget' });
export type Budget = z.infer<typeof budget>;

const budgetFields = { name: z.string().min(1).max(200), overdraftLimit: decimal, status: z.enum(BUDGET_STATUSES) };

export const createBudgetBody = z
  .strictObject({ name: budgetFields.name, currency, overdraftLimit: decimal.default('0') })
  .meta({ id: 'CreateBudget' });
export type CreateBudget = z.infer<typeof createBudgetBody>;

export const patchBudgetBody = z.strictObject(budgetFields).partial().meta({ id: 'PatchBudget' });
export type PatchBudget = z.infer<typeof patchBudgetBody>;

const labels = {
  /** The caller's own name for the booking: booked once a budget, however often it is sent. */
  reference: z.string().min(1).max(200).optional(),
  note: z.string().min(1).max(500).optional(),
};

export const createBudgetEntryBody = z
  .strictObject({
    kind: z.enum(['allocation', 'withdrawal', 'spend', 'refund', 'adjustment']),
    /** Exact decimal in the budget's currency, above zero; of an adjustment it may be below. */
    amount: z.strictObject({ amount: decimal, currency }),
    ...labels,
  })
  .meta({ id: 'CreateBudgetEntry' });
export type CreateBudgetEntry = z.infer<typeof createBudgetEntryBody>;

export const reverseBudgetEntryBody = z.strictObject(labels).meta({ id: 'ReverseBudgetEntry' });
export type ReverseBudgetEntry = z.infer<typeof reverseBudgetEntryBody>;

/** One booking; never changed and never removed. */
export const budgetEntry = z
  .object({
    budgetId: z.uuid(),
    /** 1, 2, 3... within the budget, without gaps. */
    sequence: z.int().min(1),
    kind: z.enum(BUDGET_ENTRY_KINDS),
    /** The account that receives, and the one that gives: one of them is the budget. */
    debit: z.enum(['budget', ...BUDGET_ACCOUNTS]),
    credit: z.enum(['budget', ...BUDGET_ACCOUNTS]),
    /** What the balance changed by: below zero for what was spent. */
    change: z.object({ amount: z.string(), currency: z.string() }),
    balanceBefore: z.string(),
    balanceAfter: z.string(),
    reference: z.string().nullable(),
    note: z.string().nullable(),
    /** Of the entry that this one takes back; null unless it is a reversal. */
    reverses: z.int().min(1).nullable(),
    actor,
    requestId: z.string(),
    /** Never before that of the entry before. */
    recordedAt: z.iso.datetime(),
    /** SHA-256 in hexadecimal over the entry and the hash of the one before. */
    hash: z.string(),
  })
  .meta({ id: 'BudgetEntry' });
export type BudgetEntry = z.infer<typeof budgetEntry>;

/** What a budget came to at an instant. */
export const budgetBalance = z
  .object({
    asOf: z.iso.datetime(),
    balance: z.string(),
    currency: z.string(),
    /** Of the last entry that counts; 0 when there was none yet. */
    sequence: z.int().min(0),
  })
  .meta({ id: 'BudgetBalance' });
export type BudgetBalance = z.infer<typeof budgetBalance>;

/**
 * What is wrong with a ledger. `missing`: there is no entry of that number. `altered`: the entry is not what was hashed when it was written.
 * `unchained`: it does not rest on the entry before it. `unbalanced`: its balances do not follow from the one before. `unordered`: it is
 * dated before the one before. `head`: the budget's own balance or last entry is another one. `accounts`: all bookings together do not
 * come to the balance.
 */
export const BUDGET_FINDINGS = ['missing', 'altered', 'unchained', 'unbalanced', 'unordered', 'head', 'accounts'] as const;

/** Whether the ledger is what was written. */
export const budgetReconciliation = z
  .object({
    budgetId: z.uuid(),
    checkedAt: z.iso.datetime(),
    /** Nothing was found in what was looked at. */
    isSound: z.boolean(),
    /** Entries that were looked at: those after `after`, up to `upTo`. */
    after: z.int().min(0),
    upTo: z.int().min(0),
    /** To go on from; null when nothing is left. */
    nextAfter: z.int().min(1).nullable(),
    balance: z.string(),
    currency: z.string(),
    /** What each other account has received (below zero: given), over the whole ledger; with the balance they come to zero. */
    accounts: z.record(z.string(), z.string()),
    findings: z.array(z.object({ problem: z.enum(BUDGET_FINDINGS), sequence: z.int().min(0) })),
    /** There are more findings than are listed. */
    truncated: z.boolean(),
  })
  .meta({ id: 'BudgetReconciliation' });
export type BudgetReconciliation = z.infer<typeof budgetReconciliation>;

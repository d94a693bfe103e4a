import type { BUDGET_ACCOUNTS, BUDGET_ENTRY_KINDS, BUDGET_STATUSES } from '@leadstream/contracts';
import type { Actor, Uuid } from '@leadstream/kernel';

export type BudgetEntryKind = (typeof BUDGET_ENTRY_KINDS)[number];
export type BudgetAccount = (typeof BUDGET_ACCOUNTS)[number];

/** What a tenant decides about a budget. */
export interface BudgetTerms {
  readonly name: string;
  readonly status: (typeof BUDGET_STATUSES)[number];
  /** How far below zero the balance may go. */
  readonly overdraftMinor: bigint;
}

/** The last entry of a ledger, as the next one needs it. */
export interface LedgerHead {
  readonly sequence: number;
  readonly hash: Uint8Array;
  readonly recordedAt: Date;
}

/** A budget in its present version. Amounts are whole minor units of its currency. */
export interface BudgetRecord extends BudgetTerms {
  readonly budgetId: Uuid;
  readonly version: number;
  readonly currency: string;
  readonly balanceMinor: bigint;
  /** Undefined while there is no entry. */
  readonly head: LedgerHead | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What is to be booked. */
export interface Booking {
  readonly kind: BudgetEntryKind;
  readonly account: BudgetAccount;
  readonly changeMinor: bigint;
  readonly reference: string | null;
  readonly note: string | null;
  /** Of the entry that is taken back. */
  readonly reversesSequence: number | null;
}

/** One row of a ledger. */
export interface LedgerEntry extends Booking {
  readonly budgetId: Uuid;
  readonly sequence: number;
  readonly currency: string;
  readonly balanceBeforeMinor: bigint;
  readonly balanceAfterMinor: bigint;
  readonly actor: Actor;
  readonly requestId: string;
  readonly recordedAt: Date;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
}

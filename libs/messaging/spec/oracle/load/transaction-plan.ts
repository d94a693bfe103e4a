import type { Chance } from './chance.js';

/** What a transaction does to one account. */
export interface Step {
  /** Index among the accounts of the tenant. */
  readonly account: number;
  readonly events: readonly PlannedEvent[];
  /** In one statement, or one by one. */
  readonly together: boolean;
  /** Within a savepoint that is given up, because the caller wants it or because a statement failed. */
  readonly givenUp: 'no' | 'at_will' | 'after_failure';
}

export interface PlannedEvent {
  /** Index among the event contracts. */
  readonly contract: number;
  readonly text: string;
}

export interface TransactionPlan {
  /** Index among the tenants. */
  readonly tenant: number;
  readonly steps: readonly Step[];
  /** How long it stays open after its events have got their ids, in ms. */
  readonly openForMs: number;
  /** COMMIT itself takes a while, so that connections are lost in it. */
  readonly commitsSlowly: boolean;
  readonly ending: 'commit' | 'throw' | 'failing_statement';
  /** Its first attempt fails as if another transaction had been in its way. */
  readonly collidesOnce: boolean;
}

export const TENANTS = 3;
export const CONTENDED_ACCOUNTS = 16;
/** Accounts that get events which no broker takes, and what is held back behind them. */
export const FAT_ACCOUNTS = 2;
/** Longer than the broker's limit for a record batch, 1 MiB by default. */
export const OVERSIZED_TEXT = 'x'.repeat(1_200_000);
const LARGE = 60_000;
const ALPHABET = ['a', 'ß', '→', '😀', '"', '\\', '\n', '\u0000'];

function drawText(chance: Chance): string {
  const length = chance.hits(0.01) ? LARGE : chance.between(0, 60);
  return chance.oneOf(ALPHABET).repeat(length);
}

function drawEvent(chance: Chance): PlannedEvent {
  return { contract: chance.oneOf([0, 0, 0, 1, 1, 2]), text: drawText(chance) };
}

/** Low numbers are drawn more often: some accounts are wanted by everybody. */
function drawAccount(chance: Chance): number {
  if (chance.hits(0.03)) return CONTENDED_ACCOUNTS + chance.between(0, FAT_ACCOUNTS - 1);
  return chance.between(0, chance.between(0, CONTENDED_ACCOUNTS - 1));
}

function drawStep(chance: Chance, account: number): Step {
  return {
    account,
    events: Array.from({ length: chance.oneOf([1, 1, 1, 2, 3, 6]) }, () => drawEvent(chance)),
    together: chance.hits(0.5),
    givenUp: chance.hits(0.9) ? 'no' : chance.oneOf(['at_will', 'after_failure']),
  };
}

/** One transaction: accounts in any order, so that some of them wait for each other in a circle. */
export function drawTransaction(chance: Chance): TransactionPlan {
  const accounts = new Set(Array.from({ length: chance.oneOf([1, 1, 2, 3]) }, () => drawAccount(chance)));
  return {
    tenant: chance.between(0, TENANTS - 1),
    steps: [...accounts].map((account) => drawStep(chance, account)),
    openForMs: chance.hits(0.02) ? chance.between(100, 800) : 0,
    commitsSlowly: chance.hits(0.1),
    ending: chance.hits(0.85) ? 'commit' : chance.oneOf(['throw', 'failing_statement']),
    collidesOnce: chance.hits(0.05),
  };
}

/** A transaction of one event that the broker's limit forbids, to an account that is there for it. */
export function drawOversized(chance: Chance): TransactionPlan {
  const account = CONTENDED_ACCOUNTS + chance.between(0, FAT_ACCOUNTS - 1);
  const events = [{ contract: chance.between(0, 2), text: OVERSIZED_TEXT }, drawEvent(chance)];
  const step: Step = { account, events, together: chance.hits(0.5), givenUp: 'no' };
  const tenant = chance.between(0, TENANTS - 1);
  return { tenant, steps: [step], openForMs: 0, commitsSlowly: false, ending: 'commit', collidesOnce: false };
}

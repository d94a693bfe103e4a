import type { BudgetReconciliation } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { BudgetAccount, BudgetRecord, LedgerEntry } from '../budget.js';
import { BEFORE_FIRST, hashOf, isSameHash } from '../ledger/entry-hash.rules.js';

export type Finding = BudgetReconciliation['findings'][number];

/** The entry before the one that is looked at, as far as the next one rests on it. */
type Footing = Pick<LedgerEntry, 'sequence' | 'hash' | 'balanceAfterMinor' | 'recordedAt'>;

const GROUND: Footing = { sequence: 0, hash: BEFORE_FIRST, balanceAfterMinor: 0n, recordedAt: new Date(0) };

/** Counts a ledger again, one entry after the other, and keeps what does not hold. Needs room for the last entry and the findings only. */
export class LedgerCheck {
  readonly findings: Finding[] = [];
  #last: Footing;
  /** Whether `#last` is known: the next entry may be held against it. */
  #isFooted: boolean;
  #isTruncated = false;

  /**
   * @param most findings that are kept
   * @param after number of the entry before the first that is checked; 0 at the beginning of the ledger
   * @param footing that entry; undefined when it is not there
   */
  constructor(
    private readonly tenantId: Uuid,
    private readonly most: number,
    after: number,
    footing: LedgerEntry | undefined,
  ) {
    this.#last = footing ?? { ...GROUND, sequence: after };
    this.#isFooted = after === 0 || footing !== undefined;
    if (!this.#isFooted) this.#found('missing', after);
  }

  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  /** Number of the last entry that was looked at. */
  get sequence(): number {
    return this.#last.sequence;
  }

  /** The next entry that is there. */
  add(entry: LedgerEntry): void {
    const before = this.#last;
    const isNext = this.#isFooted && entry.sequence === before.sequence + 1;
    this.missing(before.sequence + 1, entry.sequence);
    if (!isSameHash(entry.hash, hashOf(this.tenantId, entry))) this.#found('altered', entry.sequence);
    if (isNext && !isSameHash(entry.previousHash, before.hash)) this.#found('unchained', entry.sequence);
    const follows = !isNext || entry.balanceBeforeMinor === before.balanceAfterMinor;
    if (!follows || entry.balanceAfterMinor !== entry.balanceBeforeMinor + entry.changeMinor) this.#found('unbalanced', entry.sequence);
    if (entry.recordedAt < before.recordedAt) this.#found('unordered', entry.sequence);
    this.#last = entry;
    this.#isFooted = true;
  }

  /** Entries that are not there, from one number to below another. */
  missing(from: number, below: number): void {
    for (let sequence = from; sequence < below && !this.#isTruncated; sequence += 1) this.#found('missing', sequence);
  }

  /** After the last entry: what the budget says of its ledger, and what each account received. */
  end({ head, balanceMinor }: BudgetRecord, sums: ReadonlyMap<BudgetAccount, bigint>): void {
    const { sequence, hash, balanceAfterMinor } = this.#last;
    this.missing(sequence + 1, (head?.sequence ?? 0) + 1);
    const isHead = sequence === (head?.sequence ?? 0) && isSameHash(hash, head?.hash ?? BEFORE_FIRST);
    if (!isHead || balanceAfterMinor !== balanceMinor) this.#found('head', head?.sequence ?? 0);
    const booked = [...sums.values()].reduce((sum, change) => sum + change, 0n);
    if (booked !== balanceMinor) this.#found('accounts', head?.sequence ?? 0);
  }

  #found(problem: Finding['problem'], sequence: number): void {
    if (this.findings.length < this.most) this.findings.push({ problem, sequence });
    else this.#isTruncated = true;
  }
}

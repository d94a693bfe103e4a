/** A share of a limit that was counted in advance: whoever holds it lets requests pass without asking again. */
export interface Lease {
  /** Place in the count that the next request gets, and the last one that is covered. */
  next: number;
  readonly last: number;
  /** How many were counted in advance. */
  readonly size: number;
  readonly takenAtMs: number;
  /** The count begins anew then, and the lease is over. */
  readonly resetAtMs: number;
}

/** At most this share of a limit lies in advance with one process; what is not used of it is lost until the window ends. */
const MAX_SHARE01 = 0.01;
const MAX_SIZE = 128;
/** A lease that was used up sooner is followed by one of twice the size. */
const QUICK_MS = 100;

/** The largest lease of a limit; none for small limits, which are counted one by one. */
export function maxLeaseOf(limit: number): number {
  return Math.min(MAX_SIZE, Math.floor(limit * MAX_SHARE01));
}

/** How many to count in advance, judged by how long the lease before lasted. */
export function nextLeaseSize(previous: Lease | undefined, maxSize: number, nowMs: number): number {
  if (!previous || nowMs - previous.takenAtMs > QUICK_MS) return 0;
  return Math.min(maxSize, Math.max(1, previous.size * 2));
}

/** The next place in the count, or undefined when the lease is used up or over. */
export function takeFrom(lease: Lease, nowMs: number): number | undefined {
  if (lease.next > lease.last || nowMs >= lease.resetAtMs) return undefined;
  lease.next += 1;
  return lease.next - 1;
}

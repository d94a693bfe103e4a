/** Leads that are looked at together at least. */
const LEAST_LEADS = 10;
/** So soon a slice that took too long is tried again, with half as many leads: whoever waits for the tenant's segments has its turn meanwhile. */
const HALVED_WAIT_MS = 2_000;
/** When fewer leads do not help: each try keeps others waiting as long as it takes. */
const SLOW_WAIT_MS = 300_000;
/** After a slice that failed at once. */
const FAILED_WAIT_MS = 30_000;

/**
 * How many leads are looked at together.
 * @param most where only columns are asked
 * @param cost of the filter, as `filterCost` tells it
 * @param tried no more than these, as a slice of more took too long; null when none did
 */
export function sliceLeads(most: number, cost: number, tried: number | null): number {
  const usual = Math.max(Math.floor(most / cost), Math.min(most, LEAST_LEADS));
  return tried === null ? usual : Math.min(usual, tried);
}

/** When a slice that failed is tried again, and with how many leads. */
export interface SliceRetry {
  readonly fillLeads: number;
  readonly retryAt: Date;
}

/** @param leads of the slice */
export function sliceRetry(leads: number, tookTooLong: boolean, now: Date): SliceRetry {
  const after = (waitMs: number): Date => new Date(now.getTime() + waitMs);
  if (!tookTooLong) return { fillLeads: leads, retryAt: after(FAILED_WAIT_MS) };
  if (leads <= LEAST_LEADS) return { fillLeads: leads, retryAt: after(SLOW_WAIT_MS) };
  return { fillLeads: Math.max(LEAST_LEADS, Math.floor(leads / 2)), retryAt: after(HALVED_WAIT_MS) };
}

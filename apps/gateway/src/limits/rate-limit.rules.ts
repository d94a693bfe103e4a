import type { RateClass } from '@leadstream/contracts';

/** Windows of all limits. */
export const WINDOW_S = 60;

/** At most this share of a limit passes a second, */
const SECOND_SHARE01 = 1 / 20;
/** but for so many. */
const SECOND_LEAST = 50;

/** How many of a minute's requests may come a second; undefined where all may come at once. */
export function perSecondOf(limit: number): number | undefined {
  return limit > SECOND_LEAST ? Math.max(SECOND_LEAST, Math.ceil(limit * SECOND_SHARE01)) : undefined;
}

/** Where one caller stands with one class. */
export interface Allowance {
  readonly rateClass: RateClass;
  readonly limit: number;
  readonly used: number;
  /** Until the window begins anew. */
  readonly resetMs: number;
}

/** Whether the request that was counted last may pass. */
export function mayPass({ used, limit }: Allowance): boolean {
  return used <= limit;
}

/** Whole seconds until a request may pass again, 1 at least. */
export function secondsToReset({ resetMs }: Allowance): number {
  return Math.max(1, Math.ceil(resetMs / 1_000));
}

/** `RateLimit-Policy`, draft-ietf-httpapi-ratelimit-headers-10: quota and window in seconds. */
export function policyHeader(rateClass: RateClass, limit: number): string {
  return `"${rateClass}";q=${limit};w=${WINDOW_S}`;
}

/** `RateLimit` of the same draft: what is left and in how many seconds it is whole again. */
export function allowanceHeader(allowance: Allowance): string {
  return `"${allowance.rateClass}";r=${Math.max(0, allowance.limit - allowance.used)};t=${secondsToReset(allowance)}`;
}

/** Redis key of one API key. */
export function keyOfCaller(tenantId: string, rateClass: RateClass, apiKeyId: string): string {
  return `crm:gateway:${tenantId}:rl:${rateClass}:${apiKeyId}`;
}

/** Redis key of one client address on one public form; keys that nobody gave out are told apart, too. */
export function keyOfForm(operation: string, formKey: string, address: string): string {
  return `crm:gateway:-:rl:form:${operation}:${formKey}:${address}`;
}

/** Redis key of one client address on one public route; no tenant is known there. */
export function keyOfAddress(operation: string, address: string): string {
  return `crm:gateway:-:rl:public:${operation}:${address}`;
}

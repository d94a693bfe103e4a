import type { DomainError } from '@leadstream/kernel';
import { crmErrors } from '../crm.errors.js';

const LONGEST_WAIT_SECONDS = 24 * 3_600;
const UNSAID_WAIT_SECONDS = 10;

/**
 * Seconds that a `Retry-After` (RFC 9110, 10.2.3: seconds or a date) asks for, from one second to a day.
 * @param fallbackSeconds where it says nothing that can be read
 */
export function retryAfterSeconds(header: string | undefined, now: Date, fallbackSeconds = UNSAID_WAIT_SECONDS): number {
  const stated = header?.trim() ?? '';
  const seconds = /^\d+$/.test(stated) ? Number(stated) : Math.ceil((Date.parse(stated) - now.getTime()) / 1_000);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), LONGEST_WAIT_SECONDS) : fallbackSeconds;
}

/** What a status without further meaning says; undefined for those that are no fault. */
export function faultOf(status: number, retryAfter: string | undefined, now: Date, detail?: string): DomainError | undefined {
  const said = detail === undefined ? {} : { detail: detail.slice(0, 300) };
  if (status >= 200 && status < 300) return undefined;
  if (status === 401) return crmErrors.CRM_PEER_UNAUTHORISED(said);
  if (status === 429) return crmErrors.CRM_PEER_LIMITED({ extra: { retryAfterSeconds: retryAfterSeconds(retryAfter, now) } });
  if (status === 503 && retryAfter !== undefined) {
    return crmErrors.CRM_PEER_LIMITED({ extra: { retryAfterSeconds: retryAfterSeconds(retryAfter, now) } });
  }
  if (status >= 500 || status === 408) return crmErrors.CRM_PEER_UNREACHABLE(said);
  return crmErrors.CRM_PEER_REFUSED(said);
}

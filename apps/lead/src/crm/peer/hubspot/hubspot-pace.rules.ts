import type { PeerAnswer } from '../peer-client.js';
import { crmErrors } from '../../crm.errors.js';

/** Of the calls that a window allows, the share that is left to others. */
const LEFT_TO_OTHERS = 0.2;
const DAILY_WAIT_SECONDS = 3_600;

const numberIn = (header: string | string[] | undefined): number => Number(header ?? Number.NaN);

/**
 * Milliseconds to the next call: none while a window has room, an even pace for the rest of it when little is left. HubSpot counts calls in
 * windows of ten seconds and says so in its headers, but for searches.
 */
export function hubspotGapMs({ headers }: Pick<PeerAnswer, 'headers'>): number {
  const most = numberIn(headers['x-hubspot-ratelimit-max']);
  const left = numberIn(headers['x-hubspot-ratelimit-remaining']);
  const windowMs = numberIn(headers['x-hubspot-ratelimit-interval-milliseconds']);
  if (!(most > 0 && left >= 0 && windowMs > 0) || left > most * LEFT_TO_OTHERS) return 0;
  return Math.min(Math.ceil(windowMs / Math.max(left, 1)), windowMs);
}

/** The limit of a day says nothing of when it ends: that is asked again every hour. @throws DomainError `LEAD.CRM_PEER_LIMITED` */
export function demandDayLeft({ status, headers, body }: PeerAnswer): void {
  const { policyName } = (body ?? {}) as { readonly policyName?: unknown };
  if (status !== 429 || policyName !== 'DAILY' || headers['retry-after'] !== undefined) return;
  throw crmErrors.CRM_PEER_LIMITED({ extra: { retryAfterSeconds: DAILY_WAIT_SECONDS } });
}

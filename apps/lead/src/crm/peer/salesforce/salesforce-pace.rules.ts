import { crmErrors } from '../../crm.errors.js';
import type { PeerAnswer } from '../peer-client.js';

/** Of the calls of a day (24 hours, sliding), the share that is left to everybody else in the organisation. */
const LEFT_TO_OTHERS = 0.1;
const WAIT_SECONDS = 3_600;

const limited = () => crmErrors.CRM_PEER_LIMITED({ extra: { retryAfterSeconds: WAIT_SECONDS } });

/** @throws DomainError `LEAD.CRM_PEER_LIMITED` when the calls of the day are used up: 403, and not 429 */
export function demandDayLeft({ status, body }: PeerAnswer): void {
  const codes = Array.isArray(body) ? (body as { readonly errorCode?: unknown }[]).map(({ errorCode }) => errorCode) : [];
  if (status === 403 && codes.includes('REQUEST_LIMIT_EXCEEDED')) throw limited();
}

/** @throws DomainError `LEAD.CRM_PEER_LIMITED` when `Sforce-Limit-Info: api-usage=18/5000` leaves little to others */
export function demandRoom({ headers }: Pick<PeerAnswer, 'headers'>): void {
  const [, used, most] = /api-usage=(\d+)\/(\d+)/.exec(String(headers['sforce-limit-info'] ?? '')) ?? [];
  if (Number(most) > 0 && Number(used) > Number(most) * (1 - LEFT_TO_OTHERS)) throw limited();
}

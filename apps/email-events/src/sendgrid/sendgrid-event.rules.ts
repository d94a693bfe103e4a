import { createHash } from 'node:crypto';
import type { MessageState } from '@leadstream/contracts';
import type { ProviderEvent } from '../intake/provider-event.js';

/** SendGrid's event kinds that prove a state (Event Webhook Reference). */
const STATES: Readonly<Record<string, MessageState>> = {
  processed: 'processed',
  deferred: 'deferred',
  delivered: 'delivered',
  open: 'opened',
  click: 'clicked',
  bounce: 'bounced',
  dropped: 'dropped',
  unsubscribe: 'unsubscribed',
  group_unsubscribe: 'unsubscribed',
  spamreport: 'complained',
};

/**
 * Reads one element of a webhook body. Nothing authentic is refused: what is missing stays null, and the payload is kept.
 * @param receivedAt stands in for a missing or impossible timestamp
 */
export function readSendgridEvent(payload: Readonly<Record<string, unknown>>, receivedAt: Date): ProviderEvent {
  const kind = text(payload['event']) ?? 'unknown';
  const messageId = text(payload['sg_message_id']);
  return {
    providerEventId: text(payload['sg_event_id']) ?? digest(payload),
    providerMessageId: messageId?.split('.', 1)[0] ?? null,
    kind,
    email: text(payload['email'])?.trim().toLowerCase() ?? null,
    occurredAt: (instant(payload['timestamp']) ?? receivedAt).toISOString(),
    state: Object.hasOwn(STATES, kind) ? (STATES[kind] ?? null) : null,
    payload: JSON.stringify(payload),
  };
}

/** Text that is the same after its way through UTF-8 and Postgres: no half of a surrogate pair, and no NUL. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.length > 0 ? value.toWellFormed().replaceAll('\u0000', '\uFFFD') : undefined;
}

const LATEST_SECONDS = 253_402_300_799; // 9999-12-31T23:59:59Z, the last instant of ISO 8601 with four-digit years

function instant(value: unknown): Date | undefined {
  const seconds = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= LATEST_SECONDS)) return undefined;
  return new Date(Math.floor(seconds * 1_000));
}

/** Same content, same id: a repeated delivery of an event without id is still recognised. */
function digest(payload: Readonly<Record<string, unknown>>): string {
  const ordered = Object.fromEntries(Object.entries(payload).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `sha256:${createHash('sha256').update(JSON.stringify(ordered)).digest('hex')}`;
}

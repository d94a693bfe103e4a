import type { EventOf, leadCapturedV1 } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import { earlier } from './consent.rules.js';
import type { NewConsentEntry } from './new-consent-entry.js';

/**
 * The ledger lines that a captured lead brings, one for each consent it stated.
 * @param recordedAt no statement is taken to lie after it
 */
export function capturedConsents(event: EventOf<typeof leadCapturedV1>, recordedAt: Date, ids: IdSource): NewConsentEntry[] {
  const { leadId, consents } = event.data;
  return consents.map(({ channel, purpose, basis, textVersion, givenAt }, index) => ({
    id: ids.next(),
    leadId,
    channel,
    purpose,
    state: 'given',
    basis,
    statedAt: earlier(new Date(givenAt), recordedAt),
    textVersion,
    source: 'capture',
    recordedAt,
    origin: { eventId: event.id, index },
  }));
}

import type { ConsentProof, EventOf, leadCapturedV1, leadFormSubmittedV1 } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import { earlier } from './consent.rules.js';
import type { NewConsentEntry } from './new-consent-entry.js';

/** The events by which the lead service tells what was agreed to. */
export type ConsentingEvent = EventOf<typeof leadCapturedV1> | EventOf<typeof leadFormSubmittedV1>;

/**
 * The ledger lines that an event of the lead service brings, one for each consent that was stated.
 * @param recordedAt no statement is taken to lie after it, nor after the event: what was said in between would be taken to lie before
 */
export function toldConsents(event: ConsentingEvent, source: 'capture' | 'form', recordedAt: Date, ids: IdSource): NewConsentEntry[] {
  const { leadId, consents } = event.data;
  const proof = proofIn(event);
  const latest = earlier(event.time, recordedAt);
  return consents.map(({ channel, purpose, basis, textVersion, givenAt }, index) => ({
    id: ids.next(),
    leadId,
    channel,
    purpose,
    state: 'given',
    basis,
    statedAt: earlier(new Date(givenAt), latest),
    textVersion,
    source,
    recordedAt,
    proof,
    origin: { eventId: event.id, index },
  }));
}

/** What a form's event tells of how it was sent; of a capture the lead service keeps that. */
function proofIn(event: ConsentingEvent): ConsentProof | undefined {
  if (!('formId' in event.data)) return undefined;
  const { formId, clientIp, userAgent } = event.data;
  return { form: formId, ...(clientIp !== null && { clientIp }), ...(userAgent !== null && { userAgent }) };
}

import type { EventOf, interactionRecordedV1 } from '@leadstream/contracts';
import type { Contact } from './contact.js';

/** Somebody talked to the lead, or tried to. */
const SPOKEN: ReadonlySet<string> = new Set([
  'call_placed',
  'call_made',
  'call_answered',
  'call_completed',
  'meeting_held',
  'showing_held',
]);
/** Something was written to the lead: sequences and campaigns do so, too. */
const WRITTEN: ReadonlySet<string> = new Set(['email_sent', 'message_sent', 'sms_sent', 'whatsapp_sent']);

const MEMBER = 'member:';
const SYSTEM = 'system:';

/**
 * The contact with a lead that an interaction tells of. What a member reports is that member's. What is reported for nobody in particular is
 * somebody's where it was spoken; a mail may as well be a campaign's, and what a job of ours does is nobody's.
 */
export function contactOf({
  actor,
  data: { leadId, kind, occurredAt },
}: Pick<EventOf<typeof interactionRecordedV1>, 'actor' | 'data'>): Contact | undefined {
  const at = new Date(occurredAt);
  if (actor?.startsWith(MEMBER)) {
    return SPOKEN.has(kind) || WRITTEN.has(kind) ? { leadId, memberId: actor.slice(MEMBER.length), at } : undefined;
  }
  return SPOKEN.has(kind) && !actor?.startsWith(SYSTEM) ? { leadId, memberId: null, at } : undefined;
}

import type { Channel, ContactDecision, ConsentState, DecisionReason } from '@leadstream/contracts';

/** Names the rules below; a change to what they answer gets a new name. */
export const RULE_SET_VERSION = 'default-2';

/** How long an answer may be acted on: long enough to hand a message over, short enough that a later opt-out is heeded. */
export const DECISION_LIFETIME_SECONDS = 60;

/** The facts about one lead, channel and purpose at one instant. */
export interface ContactFacts {
  /** Undefined while no event of the lead has arrived. */
  readonly lead: { readonly email: string | null; readonly phone: string | null; readonly deletedAt: Date | null } | undefined;
  /** The statement that stands; undefined when none was ever made. */
  readonly consent: { readonly state: ConsentState; readonly statedAt: Date } | undefined;
  /** How many DNC entries block one of the lead's addresses on the channel. */
  readonly dncEntries: number;
  /** How many messages by the channel may be opt-outs and wait for a person to look at them. */
  readonly waitingOptOuts: number;
}

type Verdict = Pick<ContactDecision, 'outcome' | 'reasons'>;

/**
 * Whether a lead may be contacted. Allowed only when everything needed is known and nothing speaks against it.
 * @returns every reason that spoke; on allow, the one that permits
 */
export function decide(facts: ContactFacts, channel: Channel): Verdict {
  const objections = [...leadObjections(facts, channel), ...dncObjections(facts), ...optOutObjections(facts), ...consentObjections(facts)];
  if (objections.length > 0) return { outcome: 'deny', reasons: objections };
  return { outcome: 'allow', reasons: [reason('consent_given', `Consent stands since ${facts.consent?.statedAt.toISOString()}.`)] };
}

function leadObjections({ lead }: ContactFacts, channel: Channel): Verdict['reasons'] {
  if (lead === undefined) return [reason('lead_unknown', 'No event of this lead has arrived.')];
  if (lead.deletedAt !== null) return [reason('lead_deleted', `The lead was deleted at ${lead.deletedAt.toISOString()}.`)];
  return addressFor(channel, lead) === null ? [reason('no_address', `The lead has no address for ${channel}.`)] : [];
}

function dncObjections({ dncEntries }: ContactFacts): Verdict['reasons'] {
  return dncEntries > 0 ? [reason('on_dnc', `DNC entries that block: ${dncEntries}.`)] : [];
}

function optOutObjections({ waitingOptOuts }: ContactFacts): Verdict['reasons'] {
  return waitingOptOuts > 0
    ? [reason('opt_out_under_review', `Messages that may be opt-outs and were not looked at: ${waitingOptOuts}.`)]
    : [];
}

function consentObjections({ consent }: ContactFacts): Verdict['reasons'] {
  if (consent === undefined) return [reason('no_consent', 'No consent for this channel and purpose was ever stated.')];
  if (consent.state === 'given') return [];
  return [reason('consent_withdrawn', `Consent was withdrawn at ${consent.statedAt.toISOString()}.`)];
}

/** Where a channel reaches the lead; no address of a social network is known yet, and unknown means no. */
function addressFor(channel: Channel, lead: { email: string | null; phone: string | null }): string | null {
  switch (channel) {
    case 'email':
      return lead.email;
    case 'sms':
    case 'whatsapp':
    case 'voice':
      return lead.phone;
    case 'social':
      return null;
  }
}

function reason(code: DecisionReason, detail: string): Verdict['reasons'][number] {
  return { code, detail };
}

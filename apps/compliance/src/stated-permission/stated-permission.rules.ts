import {
  type addressPermissionsStatedV1,
  type Channel,
  CHANNELS,
  type EventOf,
  type leadPermissionsStatedV1,
  PURPOSES,
} from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import { earlier } from '../consent/consent.rules.js';
import type { NewConsentEntry } from '../consent/new-consent-entry.js';
import type { NewDncEntry } from '../dnc/new-dnc-entry.js';
import { normaliseChannels } from '../dnc/dnc.rules.js';

export type PermissionsStated = EventOf<typeof leadPermissionsStatedV1>;
export type AddressPermissionsStated = EventOf<typeof addressPermissionsStatedV1>;

/** Who said so: the rows of a file. */
const SOURCE = 'import';
const REASON = 'do not contact';
const EMAIL_CHANNELS: readonly Channel[] = ['email'];
const PHONE_CHANNELS: readonly Channel[] = ['sms', 'whatsapp', 'voice'];

/**
 * The ledger lines of stated consents, and for each channel on which nobody may contact the lead a withdrawal for every purpose: it holds,
 * too, when the lead can be reached elsewhere later.
 * @param recordedAt no statement is taken to lie after it, nor after the event: what was said in between would be taken to lie before
 */
export function statedConsents(event: PermissionsStated, recordedAt: Date, ids: IdSource): NewConsentEntry[] {
  const { leadId, consents, doNotContact, importId } = event.data;
  const statedAt = earlier(event.time, recordedAt);
  const withdrawals = doNotContact.flatMap((channel) =>
    PURPOSES.map((purpose) => ({ channel, purpose, state: 'withdrawn' as const, basis: 'consent' as const, textVersion: null, statedAt })),
  );
  return [...consents.map((change) => ({ ...change, statedAt: new Date(change.statedAt) })), ...withdrawals].map((change, index) => ({
    ...change,
    id: ids.next(),
    leadId,
    statedAt: earlier(change.statedAt, statedAt),
    source: SOURCE,
    recordedAt,
    origin: { eventId: event.id, index },
    importId,
  }));
}

/** What is said of addresses: those that a lead had then, or one that is nobody's. */
type Prohibited = Pick<PermissionsStated['data'], 'email' | 'phone' | 'doNotContact'>;

/** What was said of an address without a lead, as of one that has no other. */
export function prohibitedBy({ kind, value, doNotContact }: AddressPermissionsStated['data']): Prohibited {
  return { email: kind === 'email' ? value : null, phone: kind === 'phone' ? value : null, doNotContact };
}

/** Entries for the addresses of which it was said. */
export function statedProhibitions({ email, phone, doNotContact }: Prohibited, addedAt: Date, ids: IdSource): NewDncEntry[] {
  const isAll = CHANNELS.every((channel) => doNotContact.includes(channel));
  const entryOf = (kind: 'email' | 'phone', value: string | null, of: readonly Channel[]): NewDncEntry[] => {
    const channels = doNotContact.filter((channel) => of.includes(channel));
    if (value === null || channels.length === 0) return [];
    const common = { id: ids.next(), reason: REASON, source: SOURCE, addedAt, expiresAt: null, evidence: null };
    return [{ ...common, kind, value, channels: isAll ? [] : normaliseChannels(channels) }];
  };
  return [...entryOf('email', email, EMAIL_CHANNELS), ...entryOf('phone', phone, PHONE_CHANNELS)];
}

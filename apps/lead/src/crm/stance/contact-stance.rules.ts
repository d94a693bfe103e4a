import { createHash } from 'node:crypto';
import type { Channel } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { LeadRecord } from '../../lead/lead.js';

/** What compliance says of writing to a person or an address. */
export interface ContactStance {
  readonly subject: string;
  /** `consent:<channel>:<purpose>` or `dnc:<entry>`. */
  readonly source: string;
  readonly forbids: boolean;
  readonly statedAt: Date;
  readonly expiresAt: Date | null;
}

/** A stance with the lead that it is about. */
export interface LeadStance {
  readonly leadId: Uuid;
  /** `email` or `phone` for an address, null for the person. */
  readonly kind: 'email' | 'phone' | null;
  readonly source: string;
  readonly forbids: boolean;
}

/** Subjects of a lead, by what they are. */
export interface StanceSubject {
  readonly leadId: Uuid;
  readonly kind: 'email' | 'phone' | null;
  readonly subject: string;
}

/** What an address is known by here: the list of those who want nothing is not kept a second time. */
export function addressSubject(tenantId: Uuid, kind: 'email' | 'phone', value: string): string {
  return `address:${createHash('sha256')
    .update(JSON.stringify([tenantId, kind, value]))
    .digest('base64url')
    .slice(0, 22)}`;
}

export const leadSubject = (leadId: Uuid): string => `lead:${leadId}`;

/** Under which subjects stances about a lead are kept. */
export function subjectsOf(tenantId: Uuid, { leadId, email, phone }: Pick<LeadRecord, 'leadId' | 'email' | 'phone'>): StanceSubject[] {
  return [
    { leadId, kind: null, subject: leadSubject(leadId) },
    ...(email === null ? [] : [{ leadId, kind: 'email' as const, subject: addressSubject(tenantId, 'email', email) }]),
    ...(phone === null ? [] : [{ leadId, kind: 'phone' as const, subject: addressSubject(tenantId, 'phone', phone) }]),
  ];
}

/** Channels on which nobody may write to a lead, as far as peers keep such a thing. */
export function forbiddenChannels(stances: readonly LeadStance[]): Channel[] {
  const forbidding = stances.filter(({ forbids }) => forbids);
  const email = forbidding.some(({ kind, source }) => kind === 'email' || source.startsWith('consent:email:'));
  const voice = forbidding.some(({ kind, source }) => kind === 'phone' || source.startsWith('consent:voice:'));
  return [...(email ? (['email'] as const) : []), ...(voice ? (['voice'] as const) : [])];
}

/**
 * Why a peer is not told of a lead; null when it may be. Nobody is told of a person who may not be written to by e-mail, or, known by a
 * phone number alone, may not be called: what a peer knows it writes to.
 */
export function withholding(
  { email }: Pick<LeadRecord, 'email'>,
  stances: readonly LeadStance[],
  tells: 'unless-forbidden' | 'with-consent',
): 'forbidden' | 'no-consent' | null {
  if (forbiddenChannels(stances).includes(email === null ? 'voice' : 'email')) return 'forbidden';
  const consents = stances.some(({ source, forbids }) => !forbids && source.startsWith('consent:'));
  return tells === 'with-consent' && !consents ? 'no-consent' : null;
}

import type { AddLeadIdentity, LeadIdentity } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import { isBlank, normaliseLead, type StatedLead } from '../lead/lead.rules.js';
import { DEFAULT_VOCABULARY } from '../lead/vocabulary.js';
import { IDENTIFIERS, type Identifier, LEAD_FIELDS, type LeadFields, type LeadRecord } from '../lead/lead.js';
import { type IdentityKey, type IdentityRecord, KIND_OF } from './identity.js';

/** An identity in its one stored form, or why it is none. */
export type ReadIdentity =
  { readonly key: IdentityKey; readonly claims: Partial<LeadFields> } | { readonly errors: readonly FieldProblem[] };

const NAME_OF = { email: 'email', phone: 'phone', external: 'externalId' } as const satisfies Record<string, Identifier>;

/** Brings a stated identity into its stored form. */
export function readIdentity(stated: AddLeadIdentity): ReadIdentity {
  if (stated.kind === 'visitor') return { key: { kind: 'visitor', value: stated.value }, claims: {} };
  const name = NAME_OF[stated.kind];
  const region = 'phoneRegion' in stated && stated.phoneRegion !== undefined ? { phoneRegion: stated.phoneRegion } : {};
  const { fields, problems } = normaliseLead({ [name]: stated.value, ...region } as StatedLead, DEFAULT_VOCABULARY);
  if (problems.length > 0) return { errors: problems.map((problem) => ({ ...problem, path: 'value' })) };
  const value = fields[name];
  if (!value) return { errors: [{ path: 'value', code: 'identity.blank', message: 'Says nothing.' }] };
  return { key: { kind: stated.kind, value }, claims: { [name]: value } };
}

/** Of what a visitor states, that which the lead does not know yet. */
export function fillingFields(before: LeadFields, stated: Partial<LeadFields>): Partial<LeadFields> {
  const news = LEAD_FIELDS.filter(
    (field) => isBlank(field, before[field]) && stated[field] !== undefined && !isBlank(field, stated[field]),
  );
  return Object.fromEntries(news.map((field) => [field, stated[field]]));
}

/** Identifiers that a visitor states and the lead has others of. */
export function furtherIdentities(before: LeadRecord, stated: Partial<LeadFields>): { key: IdentityKey; claims: Partial<LeadFields> }[] {
  return IDENTIFIERS.flatMap((name) => {
    const value = stated[name];
    if (!value || before[name] === null || before[name] === value) return [];
    return [{ key: { kind: KIND_OF[name], value }, claims: { [name]: value } }];
  });
}

export function presentIdentity({ kind, value, leadId, firstSeenAt, lastSeenAt }: IdentityRecord): LeadIdentity {
  return { kind, value, leadId, firstSeenAt: firstSeenAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() };
}

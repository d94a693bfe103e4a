import type { AddLeadIdentity, LeadIdentity } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import { acceptCustomValues, type CustomFieldFacts } from '../custom-fields/values/accept-custom-values.rules.js';
import type { Accepted } from '../lead/accept-lead.rules.js';
import { blankFields, blankValues } from '../lead/blank-fields.rules.js';
import { normaliseLead, type StatedLead } from '../lead/lead.rules.js';
import { DEFAULT_VOCABULARY } from '../lead/vocabulary.js';
import { IDENTIFIERS, type Identifier, type LeadFields, type LeadRecord } from '../lead/lead.js';
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

/**
 * Of what a visitor states, that which the lead does not know yet, by members and by custom fields; how far along the lead is, is always known.
 * @param stated as the visitor said it
 * @param fields the same, normalised
 * @returns custom values with those that the lead has; refused when one of the stated values cannot stand, whether it is known or not
 */
export function fillingFields(
  before: LeadRecord,
  { customFields = {} }: StatedLead,
  { lifecycleStage: _known, ...fields }: Partial<LeadFields>,
  facts: CustomFieldFacts,
): Accepted<Partial<LeadFields>> {
  const said = acceptCustomValues(facts, customFields, before.customFields);
  if (said.problems.length > 0) return { errors: said.problems };
  const news = acceptCustomValues(facts, blankValues(before, customFields, facts.definitions), before.customFields);
  if (news.problems.length > 0) return { errors: news.problems };
  return { value: { ...blankFields(before, fields), customFields: news.values } };
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

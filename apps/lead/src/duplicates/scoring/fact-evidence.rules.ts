import type { ComparableLead } from '../comparable/comparable-lead.js';
import type { Agreement } from '../comparison/agreement.js';
import { emailAgreement } from '../comparison/email-agreement.rules.js';
import { textAgreement } from '../comparison/name-agreement.rules.js';
import { dateAgreement, identifierAgreement, phoneAgreement } from '../comparison/number-agreement.rules.js';
import { describe, type Evidence, valueShare01, weightsOf } from './evidence.rules.js';
import type { FieldModel } from './field-model.js';
import { ATTRIBUTE_MODELS, FIELD_MODELS, NAMED_EMAIL_MODEL } from './field-models.js';
import type { ValueFrequencies } from './value-frequencies.rules.js';

/** E-mail, telephone, company and the tenant's attributes, each where both leads state it. */
export function factEvidence(left: ComparableLead, right: ComparableLead, frequencies: ValueFrequencies): Evidence[] {
  const evidence: Evidence[] = [];
  const add = (
    field: string,
    model: FieldModel,
    agreement: Agreement,
    counted: readonly [value: string, other?: string],
    written: readonly [string, string],
  ): void => {
    const weights = weightsOf(model, agreement.level, () => valueShare01(frequencies, model, field, ...counted));
    evidence.push(describe(field, written[0], written[1], agreement, weights));
  };
  const [a, b] = [left.candidate, right.candidate];
  if (left.email !== null && right.email !== null) {
    const agreement = emailAgreement(left.email, right.email);
    const named = ['close', 'related'].includes(agreement.level) && (spellsName(left) || spellsName(right));
    add('email', named ? NAMED_EMAIL_MODEL : FIELD_MODELS.email, agreement, [left.email.address], [a.email ?? '', b.email ?? '']);
  }
  if (left.phone !== null && right.phone !== null) {
    add('phone', FIELD_MODELS.phone, phoneAgreement(left.phone, right.phone), [left.phone.e164], [a.phone ?? '', b.phone ?? '']);
  }
  if (left.company !== null && right.company !== null) {
    const agreement = textAgreement(left.company, right.company);
    add('company', FIELD_MODELS.company, agreement, [left.company, right.company], [a.company ?? '', b.company ?? '']);
  }
  for (const [name, { kind, value }] of left.attributes) {
    const other = right.attributes.get(name);
    if (other?.kind !== kind) continue;
    const agreement = kind === 'date' ? dateAgreement(value, other.value) : identifierAgreement(value, other.value);
    const written = [a.attributes[name]?.value ?? value, b.attributes[name]?.value ?? other.value] as const;
    add(`attributes.${name}`, ATTRIBUTE_MODELS[kind], agreement, [value], written);
  }
  return evidence;
}

/** `jsmith` and `johnsmith` say no more than the name does; `jsmith82` does. */
function spellsName({ email, lastName }: ComparableLead): boolean {
  const name = lastName?.replaceAll(' ', '') ?? '';
  return name.length > 1 && email?.user?.includes(name) === true && !/\d/.test(email.user);
}

import { isDeepStrictEqual } from 'node:util';
import type { PatchLead } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import { customChanges } from '../custom-fields/values/custom-changes.rules.js';
import type { Checked } from './values/checked.rules.js';
import { mergeAddress } from './values/address.rules.js';
import { mergeBudget } from './values/budget.rules.js';
import { normaliseEmail } from './values/email.rules.js';
import {
  type CoreFieldName,
  EMPTY_LEAD,
  type FieldChange,
  IDENTIFIERS,
  LEAD_FIELDS,
  type LeadFields,
  STATED_FIELDS,
  type StatedFieldName,
  UNKNOWN_SOURCE,
} from './lead.js';
import { normaliseLanguage } from './values/language.rules.js';
import { normaliseOwner } from './values/owner.rules.js';
import { normalisePhone, normaliseRegion } from './values/phone.rules.js';
import { mergeProperty } from './values/property.rules.js';
import { mergeSourceMetadata } from './values/source-metadata.rules.js';
import { normaliseText } from './values/text.rules.js';
import { normaliseTimeZone } from './values/time-zone.rules.js';
import { readStage } from './vocabulary.rules.js';
import type { LeadVocabulary } from './vocabulary.js';

/** What was said about a lead, by whichever way in; null and a blank text clear a field. */
export type StatedLead = PatchLead;

type Checks = { [K in StatedFieldName]: (stated: StatedLead, current: LeadFields, vocabulary: LeadVocabulary) => Checked<LeadFields[K]> };

const CHECKS: Checks = {
  externalId: ({ externalId }) => normaliseText(externalId ?? '', 200),
  firstName: ({ firstName }) => normaliseText(firstName ?? '', 200),
  lastName: ({ lastName }) => normaliseText(lastName ?? '', 200),
  email: ({ email }) => normaliseEmail(email ?? ''),
  phone: ({ phone, phoneRegion }) => {
    const region = normaliseRegion(phoneRegion ?? '');
    return region.ok ? normalisePhone(phone ?? '', region.value) : region;
  },
  company: ({ company }) => normaliseText(company ?? '', 200),
  jobTitle: ({ jobTitle }) => normaliseText(jobTitle ?? '', 200),
  address: ({ address }, current) => mergeAddress(current.address, address),
  property: ({ property }, current) => mergeProperty(current.property, property),
  budget: ({ budget }, current) => mergeBudget(current.budget, budget),
  language: ({ language }) => normaliseLanguage(language ?? ''),
  timeZone: ({ timeZone }) => normaliseTimeZone(timeZone ?? ''),
  source: ({ source }) => {
    const text = normaliseText(source ?? '', 100);
    return text.ok ? { ok: true, value: text.value?.toLowerCase() ?? UNKNOWN_SOURCE } : text;
  },
  sourceMetadata: ({ sourceMetadata }, current) => mergeSourceMetadata(current.sourceMetadata, sourceMetadata),
  lifecycleStage: ({ lifecycleStage }, _current, vocabulary) => readStage(lifecycleStage ?? '', vocabulary),
  ownerId: ({ ownerId }) => normaliseOwner(ownerId ?? ''),
};

export interface NormalisedLead {
  /** Only the fields that were stated and accepted. */
  readonly fields: Partial<LeadFields>;
  readonly problems: readonly FieldProblem[];
}

/**
 * Brings stated fields into their one stored form; every way in (API, import) goes through here. Custom fields and tags have ways of their own.
 * @param vocabulary of the tenant
 * @param current what the members of a stated address, property, budget and `sourceMetadata` are merged into
 */
export function normaliseLead(stated: StatedLead, vocabulary: LeadVocabulary, current: LeadFields = EMPTY_LEAD): NormalisedLead {
  const fields: Partial<Record<CoreFieldName, unknown>> = {};
  const problems: FieldProblem[] = [];
  for (const field of STATED_FIELDS) {
    if (stated[field] === undefined) continue;
    const checked = CHECKS[field](stated, current, vocabulary);
    if (checked.ok) fields[field] = checked.value;
    else problems.push({ path: checked.path ?? field, code: checked.code, message: checked.message });
  }
  return { fields: fields as Partial<LeadFields>, problems };
}

/** Whether the value of a field says nothing. */
export function isBlank(field: string, value: unknown): boolean {
  return value === null || isDeepStrictEqual(value, {}) || isDeepStrictEqual(value, []) || (field === 'source' && value === UNKNOWN_SOURCE);
}

/** A lead must be known by something. */
export function identityProblem(lead: LeadFields): FieldProblem | undefined {
  if (IDENTIFIERS.some((name) => lead[name] !== null)) return undefined;
  return { path: '', code: 'identifier.missing', message: 'At least one of email, phone and externalId is needed.' };
}

/** The stated fields whose value is another than before. */
export function changesBetween(before: LeadFields, stated: Partial<LeadFields>): FieldChange[] {
  const changed = LEAD_FIELDS.filter((field) => stated[field] !== undefined && !isDeepStrictEqual(stated[field], before[field]));
  return [
    ...changed.map((field) => ({ field, before: before[field], after: stated[field] })),
    ...customChanges(before.customFields, stated.customFields ?? before.customFields),
  ];
}

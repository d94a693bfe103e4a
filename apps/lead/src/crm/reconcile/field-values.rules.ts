import { createHash } from 'node:crypto';
import {
  type CrmFieldMapping,
  type CustomFieldType,
  metadataColumn,
  type SourceMetadata,
  type StatedCustomValues,
} from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { acceptCustomValues, type CustomFieldFacts } from '../../custom-fields/values/accept-custom-values.rules.js';
import type { StatementFacts } from '../../lead/accept-lead.rules.js';
import { EMPTY_LEAD, type LeadFields, type LeadRecord } from '../../lead/lead.js';
import { normaliseLead, type StatedLead } from '../../lead/lead.rules.js';
import { readStatus } from '../../lead/vocabulary.rules.js';

const CORE = [
  'email',
  'phone',
  'firstName',
  'lastName',
  'company',
  'jobTitle',
  'language',
  'timeZone',
  'source',
  'lifecycleStage',
] as const;
const ADDRESS = ['street', 'unit', 'city', 'region', 'postalCode', 'country'] as const;
type CoreName = (typeof CORE)[number];
type AddressName = (typeof ADDRESS)[number];

/** Where a field of a mapping lies in a lead; undefined for what is no field that can be mapped. */
export type FieldPlace =
  | { readonly kind: 'status' }
  | { readonly kind: 'metadata'; readonly name: string }
  | { readonly kind: 'core'; readonly name: CoreName }
  | { readonly kind: 'address'; readonly name: AddressName }
  | { readonly kind: 'custom'; readonly name: string };

export function placeOf(field: string): FieldPlace | undefined {
  if (field === 'status') return { kind: 'status' };
  const core = CORE.find((name) => name === field);
  if (core) return { kind: 'core', name: core };
  const [block, name = '', ...rest] = field.split('.');
  if (block === 'sourceMetadata')
    return metadataColumn.safeParse(field).success ? { kind: 'metadata', name: [name, ...rest].join('.') } : undefined;
  const member = ADDRESS.find((one) => one === name);
  if (block === 'address' && member && rest.length === 0) return { kind: 'address', name: member };
  return block === 'customFields' && name !== '' && rest.length === 0 ? { kind: 'custom', name } : undefined;
}

/** Values of several parts, and leads, have no form that another CRM could keep in one property. */
const UNTOLD: readonly CustomFieldType[] = ['money', 'multiple-choice', 'lead-reference'];

/**
 * Why a field of a mapping has no value that could be compared with another CRM's: it is not known or not in use (any more), or its type cannot
 * be told in one property. Nothing is to be written for such a field on either side.
 * @returns a code; undefined when it has
 */
export function unfitCode(field: string, definitions: CustomFieldFacts['definitions']): string | undefined {
  const place = placeOf(field);
  if (place === undefined) return 'field.unknown';
  if (place.kind !== 'custom') return undefined;
  const definition = definitions.find(({ key }) => key === place.name);
  if (definition === undefined || definition.archived) return 'custom_field.unknown';
  return UNTOLD.includes(definition.type) ? 'custom_field.untold' : undefined;
}

/** What stands in the way of a value of the peer, or the value in the one form that leads have it in. */
export type Taken = { readonly value: string | null } | { readonly code: string };

/** What must be known to judge values of a peer. */
export interface ValueFacts {
  readonly custom: StatementFacts;
  /** Where phone numbers without country code belong. */
  readonly phoneRegion: string | null;
}

/** What a record has in a field: a value in the form of leads, or a text that no lead may have. */
export type Held = string | null | { readonly unread: string };

/** @param raw as the peer has it */
export function heldOf(taken: Taken, raw: string | null): Held {
  return 'value' in taken ? taken.value : { unread: raw ?? '' };
}

const textOf = (value: unknown): string | null => (['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null);

/** The value of a lead as text, null when it has none. */
export function valueOf(lead: LeadFields & Partial<Pick<LeadRecord, 'status'>>, field: string, { custom }: ValueFacts): string | null {
  const place = placeOf(field);
  if (place?.kind === 'status') return lead.status ?? null;
  if (place?.kind === 'metadata') return textOf(Object.entries(lead.sourceMetadata).find(([name]) => name === place.name)?.[1]);
  if (place?.kind === 'core') return place.name === 'source' && lead.source === EMPTY_LEAD.source ? null : lead[place.name];
  if (place?.kind === 'address') return lead.address[place.name] ?? null;
  const definition = custom.definitions.find(({ key }) => key === place?.name);
  return definition ? textOf(lead.customFields[definition.fieldId]) : null;
}

/** A lead that says nothing but the given values; null clears. A status is no such value: a lead is moved there. @param values by field */
export function statedLead(values: ReadonlyMap<string, string | null>, mapping: readonly CrmFieldMapping[], facts: ValueFacts): StatedLead {
  const address: Record<string, string | null> = {};
  const customFields: StatedCustomValues = {};
  const core: Record<string, string | null> = {};
  const sourceMetadata: Record<string, SourceMetadata[string] | null> = {};
  for (const [field, value] of values) {
    const place = placeOf(field);
    const type = mapping.find((one) => one.field === field)?.type;
    const isFlag = type === 'boolean';
    if (place?.kind === 'core') core[place.name] = value;
    if (place?.kind === 'address') address[place.name] = value;
    if (place?.kind === 'metadata') sourceMetadata[place.name] = value === null ? null : metadataValue(value, type);
    if (place?.kind === 'custom') customFields[place.name] = isFlag && value !== null ? value === 'true' : value;
  }
  return {
    ...core,
    ...(Object.keys(address).length > 0 && { address }),
    ...(Object.keys(sourceMetadata).length > 0 && { sourceMetadata }),
    ...(Object.keys(customFields).length > 0 && { customFields }),
    ...(core['phone'] && facts.phoneRegion !== null && !core['phone'].startsWith('+') && { phoneRegion: facts.phoneRegion }),
  } as StatedLead;
}

/** Metadata are what they are said to be: a number, where the text is one. */
function metadataValue(text: string, type: CrmFieldMapping['type'] | undefined): SourceMetadata[string] {
  if (type === 'boolean') return text === 'true';
  return type === 'number' && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A value of the peer in the form that leads have it in. */
export function takenValue(mapping: CrmFieldMapping, raw: string | null, facts: ValueFacts): Taken {
  const { field, words, type } = mapping;
  if (raw === null || raw.trim() === '') return { value: null };
  const ours = words && Object.entries(words).find(([, theirs]) => theirs === raw)?.[0];
  if (words && ours === undefined) return { code: 'word.unknown' };
  const text = ours ?? (type === 'date' ? raw.slice(0, 10) : raw);
  if (placeOf(field)?.kind === 'status') {
    const status = readStatus(text, facts.custom.vocabulary);
    return status.ok ? { value: status.value } : { code: status.code };
  }
  const { customFields, ...stated } = statedLead(new Map([[field, text]]), [mapping], facts);
  if (customFields) {
    const { values, problems } = acceptCustomValues(facts.custom, customFields, {});
    const [problem] = problems;
    return problem ? { code: problem.code } : { value: valueOf({ ...EMPTY_LEAD, customFields: values }, field, facts) };
  }
  const { fields, problems } = normaliseLead(stated, facts.custom.vocabulary);
  const [problem] = problems;
  return problem ? { code: problem.code } : { value: valueOf({ ...EMPTY_LEAD, ...fields }, field, facts) };
}

/** A value of a lead in the form that the peer keeps it in. */
export function toldValue({ type, words }: CrmFieldMapping, value: string | null): string | number | boolean | null {
  if (value === null) return null;
  const said = words && Object.hasOwn(words, value) ? (words[value] ?? value) : value;
  if (type === 'number') return Number(said);
  return type === 'boolean' ? said === 'true' : said;
}

/** What remains of a value, to see whether it changed: nobody learns it from there. */
export function digestOf(leadId: Uuid, field: string, value: Held): string {
  return createHash('sha256')
    .update(JSON.stringify([leadId, field, value]))
    .digest('base64url')
    .slice(0, 22);
}

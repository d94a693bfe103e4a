import { type PostalAddress, PROPERTY_KINDS, type PropertyDetails } from '@leadstream/contracts';
import type { FieldShape, FieldValue } from '../../custom-fields/custom-field.js';
import { MAX_TEXT_LENGTH } from '../../custom-fields/definition/field-options.rules.js';
import type { LeadVocabulary } from '../../lead/vocabulary.js';
import type { LeadRecord } from '../../lead/lead.js';
import type { TextCase } from '../filter-field.js';

/** A field of the lead itself. */
export interface CoreField {
  readonly name: string;
  readonly label: string;
  readonly column: string;
  /** Of a JSON column. */
  readonly member?: string;
  readonly shape: FieldShape;
  readonly textCase: TextCase;
  /** In the stored form of its type; null when empty. */
  readonly read: (lead: LeadRecord) => FieldValue | null;
}

type Read = CoreField['read'];

/** Its choices are the tags of the tenant. */
export const TAGS = 'tagIds';
/** Fields whose choices are the tenant's, by its vocabulary. */
export const WORDS: Readonly<Partial<Record<string, keyof LeadVocabulary>>> = { status: 'leadStatuses', lifecycleStage: 'lifecycleStages' };

/** Every field of a lead that can be filtered by; a new one is one line here. */
export const CORE_FIELDS: readonly CoreField[] = [
  { ...named('id', 'id', 'lead_id'), shape: { type: 'lead-reference', options: {} }, read: (lead) => lead.leadId },
  { ...text('externalId', 'external id', 'external_id', (lead) => lead.externalId), textCase: 'exact' },
  text('firstName', 'first name', 'first_name', (lead) => lead.firstName),
  text('lastName', 'last name', 'last_name', (lead) => lead.lastName),
  { ...named('email', 'e-mail', 'email'), shape: { type: 'email', options: {} }, read: (lead) => lead.email },
  { ...named('phone', 'phone', 'phone'), shape: { type: 'phone', options: { defaultRegion: null } }, read: (lead) => lead.phone },
  text('company', 'company', 'company', (lead) => lead.company),
  text('jobTitle', 'job title', 'job_title', (lead) => lead.jobTitle),
  addressMember('street', 'street'),
  addressMember('unit', 'unit'),
  addressMember('city', 'city'),
  addressMember('region', 'region'),
  addressMember('postalCode', 'postal code'),
  { ...addressMember('country', 'country'), textCase: 'exact' },
  {
    ...choice('property.kind', 'kind of property', 'property', PROPERTY_KINDS, (lead) => lead.property.kind ?? null),
    member: 'kind',
  },
  { ...text('property.reference', 'property', 'property', (lead) => lead.property.reference ?? null), member: 'reference' },
  propertyNumber('bedrooms', 'bedrooms'),
  propertyNumber('bathrooms', 'bathrooms'),
  propertyNumber('areaSquareMetres', 'area in square metres'),
  propertyNumber('yearBuilt', 'year built'),
  budgetEnd('min', 'lower end of the budget'),
  budgetEnd('max', 'upper end of the budget'),
  { ...text('language', 'language', 'language', (lead) => lead.language), textCase: 'exact' },
  choice('lifecycleStage', 'lifecycle stage', 'lifecycle_stage', [], (lead) => lead.lifecycleStage),
  { ...named('ownerId', 'owner', 'owner_id'), shape: { type: 'lead-reference', options: {} }, read: (lead) => lead.ownerId },
  {
    ...named(TAGS, 'tags', 'tag_ids'),
    shape: { type: 'multiple-choice', options: { choices: [] } },
    read: ({ tagIds }) => (tagIds.length === 0 ? null : [...tagIds]),
  },
  { ...text('timeZone', 'time zone', 'time_zone', (lead) => lead.timeZone), textCase: 'exact' },
  { ...text('source', 'source', 'source', (lead) => lead.source), textCase: 'lower' },
  choice('status', 'status', 'status', [], (lead) => lead.status),
  instant('statusChangedAt', 'status change', 'status_changed_at', (lead) => lead.statusChangedAt),
  instant('capturedAt', 'capture', 'captured_at', (lead) => lead.capturedAt),
  instant('createdAt', 'creation', 'created_at', (lead) => lead.createdAt),
  instant('updatedAt', 'last change', 'updated_at', (lead) => lead.updatedAt),
  instant('deletedAt', 'deletion', 'deleted_at', (lead) => lead.deletedAt),
];

function named(name: string, label: string, column: string) {
  return { name, label, column, textCase: 'exact' as TextCase };
}

function text(name: string, label: string, column: string, read: Read): CoreField {
  return { ...named(name, label, column), shape: { type: 'text', options: { maxLength: MAX_TEXT_LENGTH } }, textCase: 'folded', read };
}

function addressMember(member: keyof PostalAddress, label: string): CoreField {
  return { ...text(`address.${member}`, label, 'address', (lead) => lead.address[member] ?? null), member };
}

type PropertyNumber = Exclude<keyof PropertyDetails, 'kind' | 'reference'>;

function propertyNumber(member: PropertyNumber, label: string): CoreField {
  const read: Read = ({ property }) => (property[member] === undefined ? null : String(property[member]));
  return {
    ...named(`property.${member}`, label, 'property'),
    member,
    shape: { type: 'number', options: { min: null, max: null, scale: 6 } },
    read,
  };
}

/** Compared within its own currency only. */
function budgetEnd(member: 'min' | 'max', label: string): CoreField {
  const read: Read = ({ budget }) => {
    const amount = budget?.[member];
    return budget && amount ? { amount, currency: budget.currency } : null;
  };
  return { ...named(`budget.${member}`, label, 'budget'), member, shape: { type: 'money', options: { currencies: [] } }, read };
}

function choice(name: string, label: string, column: string, words: readonly string[], read: Read): CoreField {
  const choices = words.map((key) => ({ key, label: key, archived: false }));
  return { ...named(name, label, column), shape: { type: 'single-choice', options: { choices } }, read };
}

function instant(name: string, label: string, column: string, read: (lead: LeadRecord) => Date | null): CoreField {
  return { ...named(name, label, column), shape: { type: 'date-time', options: {} }, read: (lead) => read(lead)?.toISOString() ?? null };
}

import { createHash } from 'node:crypto';
import { type CrmFieldMapping, propertyDetails, PROPERTY_KINDS, type SourceMetadata, type StatedCustomValues } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { acceptCustomValues } from '../../custom-fields/values/accept-custom-values.rules.js';
import type { StatementFacts } from '../../lead/accept-lead.rules.js';
import { EMPTY_LEAD, type LeadFields, type LeadRecord } from '../../lead/lead.js';
import { normaliseLead, type StatedLead } from '../../lead/lead.rules.js';
import { mergeProperty } from '../../lead/values/property.rules.js';
import { readStatus } from '../../lead/vocabulary.rules.js';
import { takenMember } from './budget-values.rules.js';
import { definitionOf, type FieldPlace, placeOf } from './field-place.rules.js';
import { type MatchedOwners, NO_OWNERS } from './matched-owners.rules.js';
import { type NamedTags, NO_TAGS, tagIdsOf, tagsOf, takenTags, toldTags } from './tag-values.rules.js';
import type { Held, Taken } from './taken.js';

/** What must be known to judge values of a peer. */
export interface ValueFacts {
  readonly custom: StatementFacts;
  /** Where phone numbers without country code belong. */
  readonly phoneRegion: string | null;
  /** Where tags are mapped. */
  readonly tags?: NamedTags;
  /** Where the owner is mapped. */
  readonly owners?: MatchedOwners;
}

/** @param raw as the peer has it */
export function heldOf(taken: Taken, raw: string | null): Held {
  return 'value' in taken ? taken.value : { unread: raw ?? '' };
}

const textOf = (value: unknown): string | null => (['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null);

/** The value of a lead as text, null when it has none. */
export function valueOf(lead: LeadFields & Partial<Pick<LeadRecord, 'status'>>, field: string, facts: ValueFacts): string | null {
  const place = placeOf(field);
  switch (place?.kind) {
    case 'status':
      return lead.status ?? null;
    case 'owner':
      return lead.ownerId;
    case 'tags':
      return tagsOf(lead.tagIds, facts.tags ?? NO_TAGS);
    case 'metadata':
      return textOf(Object.entries(lead.sourceMetadata).find(([name]) => name === place.name)?.[1]);
    case 'core':
      return place.name === 'source' && lead.source === EMPTY_LEAD.source ? null : lead[place.name];
    case 'address':
      return lead.address[place.name] ?? null;
    case 'property':
      return textOf(lead.property[place.name]);
    case 'budget':
      return lead.budget?.[place.name] ?? null;
    case 'custom':
      return textOf(lead.customFields[place.fieldId]);
    case undefined:
      return null;
  }
}

/** A lead that says nothing but the given values; null clears. A status is no such value: a lead is moved there. @param values by field */
export function statedLead(values: ReadonlyMap<string, string | null>, mapping: readonly CrmFieldMapping[], facts: ValueFacts): StatedLead {
  const blocks: Record<'address' | 'property' | 'budget' | 'sourceMetadata', Record<string, unknown>> = {
    address: {},
    property: {},
    budget: {},
    sourceMetadata: {},
  };
  const customFields: StatedCustomValues = {};
  const own: Record<string, unknown> = {};
  for (const [field, value] of values) {
    const place = placeOf(field);
    const type = mapping.find((one) => one.field === field)?.type;
    if (place?.kind === 'core') own[place.name] = value;
    if (place?.kind === 'owner') own['ownerId'] = value;
    if (place?.kind === 'tags') own['tagIds'] = tagIdsOf(value, facts.tags ?? NO_TAGS);
    if (place?.kind === 'address') blocks.address[place.name] = value;
    if (place?.kind === 'property') blocks.property[place.name] = value === null ? null : propertyValue(place.name, value);
    // A currency goes with the last amount, and not before.
    if (place?.kind === 'budget' && !(place.name === 'currency' && value === null)) blocks.budget[place.name] = value;
    if (place?.kind === 'metadata') blocks.sourceMetadata[place.name] = value === null ? null : metadataValue(value, type);
    const key = place?.kind === 'custom' ? definitionOf(place, facts.custom.definitions)?.key : undefined;
    if (key !== undefined) customFields[key] = type === 'boolean' && value !== null ? value === 'true' : value;
  }
  const phone = own['phone'];
  return {
    ...own,
    ...Object.fromEntries(Object.entries(blocks).filter(([, members]) => Object.keys(members).length > 0)),
    ...(Object.keys(customFields).length > 0 && { customFields }),
    ...(typeof phone === 'string' &&
      phone !== '' &&
      facts.phoneRegion !== null &&
      !phone.startsWith('+') && { phoneRegion: facts.phoneRegion }),
  } as StatedLead;
}

type PropertyMember = Extract<FieldPlace, { kind: 'property' }>['name'];

const isText = (name: PropertyMember): boolean => name === 'kind' || name === 'reference';

const propertyValue = (name: PropertyMember, text: string): string | number => (isText(name) ? text : Number(text));

/** Metadata are what they are said to be: a number, where the text is one. */
function metadataValue(text: string, type: CrmFieldMapping['type'] | undefined): SourceMetadata[string] {
  if (type === 'boolean') return text === 'true';
  return type === 'number' && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A value of the peer in the form that leads have it in. */
export function takenValue(mapping: CrmFieldMapping, raw: string | null, facts: ValueFacts): Taken {
  const { field, words, type } = mapping;
  const place = placeOf(field);
  if (raw === null || raw.trim() === '') return { value: null };
  if (place?.kind === 'tags') return takenTags(raw, words, facts.tags ?? NO_TAGS);
  if (place?.kind === 'owner') return takenOwner(raw, facts.owners ?? NO_OWNERS);
  const ours = words && Object.entries(words).find(([, theirs]) => theirs === raw)?.[0];
  if (words && ours === undefined) return { code: 'word.unknown' };
  const text = ours ?? (type === 'date' ? raw.slice(0, 10) : raw);
  if (place?.kind === 'status') {
    const status = readStatus(text, facts.custom.vocabulary);
    return status.ok ? { value: status.value } : { code: status.code };
  }
  if (place?.kind === 'budget') return takenMember(place.name, text);
  return place?.kind === 'property' ? takenProperty(place.name, text) : takenText(mapping, text, facts);
}

function takenText(mapping: CrmFieldMapping, text: string, facts: ValueFacts): Taken {
  const { field } = mapping;
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

/** Whose address is no member's is nobody: that is told, and not guessed. */
function takenOwner(raw: string, { members }: MatchedOwners): Taken {
  const memberId = members.get(raw);
  return memberId === undefined ? { code: 'owner.unknown' } : { value: memberId };
}

function takenProperty(name: PropertyMember, text: string): Taken {
  if (name === 'kind') {
    const word = text.trim().toLowerCase();
    return PROPERTY_KINDS.some((kind) => kind === word) ? { value: word } : { code: 'property_kind.unknown' };
  }
  if (name !== 'reference') {
    const value = Number(text);
    if (!Number.isFinite(value)) return { code: 'number.invalid' };
    return propertyDetails.shape[name].safeParse(value).success ? { value: String(value) } : { code: 'number.out_of_range' };
  }
  const checked = mergeProperty({}, { reference: text });
  return checked.ok ? { value: checked.value.reference ?? null } : { code: checked.code };
}

/** A value of a lead in the form that the peer keeps it in. */
export function toldValue(
  { field, type, words }: CrmFieldMapping,
  value: string | null,
  facts: ValueFacts,
): string | number | boolean | null {
  if (value === null) return null;
  const place = placeOf(field);
  if (place?.kind === 'tags') return toldTags(value, words);
  if (place?.kind === 'owner') return facts.owners?.owners.get(value) ?? null;
  const said = words && Object.hasOwn(words, value) ? (words[value] ?? value) : value;
  if (type === 'number') return Number(said);
  return type === 'boolean' ? said === 'true' : said;
}

/** Why the peer cannot have a value of ours; undefined where it can. */
export function untoldCode(field: string, value: string | null, { owners = NO_OWNERS }: ValueFacts): string | undefined {
  const isOwner = placeOf(field)?.kind === 'owner';
  return isOwner && value !== null && !owners.owners.has(value) ? 'owner.unknown_there' : undefined;
}

/** What remains of a value, to see whether it changed: nobody learns it from there. */
export function digestOf(leadId: Uuid, field: string, value: Held): string {
  return createHash('sha256')
    .update(JSON.stringify([leadId, field, value]))
    .digest('base64url')
    .slice(0, 22);
}

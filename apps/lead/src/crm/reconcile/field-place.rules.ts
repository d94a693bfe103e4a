import { type BudgetRange, type CrmFieldMapping, type CustomFieldType, metadataColumn, type PropertyDetails } from '@leadstream/contracts';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import type { CustomFieldFacts } from '../../custom-fields/values/accept-custom-values.rules.js';

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
const PROPERTY = [
  'kind',
  'reference',
  'bedrooms',
  'bathrooms',
  'areaSquareMetres',
  'yearBuilt',
] as const satisfies (keyof PropertyDetails)[];
const BUDGET = ['min', 'max', 'currency'] as const satisfies (keyof BudgetRange)[];

/** Where a field of a mapping lies in a lead; undefined for what is no field that can be mapped. */
export type FieldPlace =
  | { readonly kind: 'status' | 'tags' | 'owner' }
  | { readonly kind: 'metadata'; readonly name: string }
  | { readonly kind: 'core'; readonly name: (typeof CORE)[number] }
  | { readonly kind: 'address'; readonly name: (typeof ADDRESS)[number] }
  | { readonly kind: 'property'; readonly name: (typeof PROPERTY)[number] }
  | { readonly kind: 'budget'; readonly name: (typeof BUDGET)[number] }
  /** By the id of the field, so that a mapping outlives a new key. */
  | { readonly kind: 'custom'; readonly fieldId: string };

/** @param field as it is kept, custom fields by their ids */
export function placeOf(field: string): FieldPlace | undefined {
  if (field === 'status' || field === 'tags' || field === 'owner') return { kind: field };
  const core = CORE.find((name) => name === field);
  if (core) return { kind: 'core', name: core };
  const [block, member = '', ...rest] = field.split('.');
  if (block === 'sourceMetadata')
    return metadataColumn.safeParse(field).success ? { kind: 'metadata', name: [member, ...rest].join('.') } : undefined;
  if (member === '' || rest.length > 0) return undefined;
  if (block === 'customFields') return { kind: 'custom', fieldId: member };
  return memberOf(block, member);
}

function memberOf(block: string | undefined, member: string): FieldPlace | undefined {
  const [ofAddress, ofProperty, ofBudget] = [
    ADDRESS.find((one) => one === member),
    PROPERTY.find((one) => one === member),
    BUDGET.find((one) => one === member),
  ];
  if (block === 'address' && ofAddress) return { kind: 'address', name: ofAddress };
  if (block === 'property' && ofProperty) return { kind: 'property', name: ofProperty };
  return block === 'budget' && ofBudget ? { kind: 'budget', name: ofBudget } : undefined;
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
  const definition = definitionOf(place, definitions);
  if (definition === undefined || definition.archived) return 'custom_field.unknown';
  return UNTOLD.includes(definition.type) ? 'custom_field.untold' : undefined;
}

export function definitionOf(
  place: Extract<FieldPlace, { kind: 'custom' }>,
  definitions: readonly CustomFieldDefinition[],
): CustomFieldDefinition | undefined {
  return definitions.find(({ fieldId }) => fieldId === place.fieldId);
}

/** Whether a mapping names what only some mappings need to know. */
export function mapsKind(mapping: readonly Pick<CrmFieldMapping, 'field'>[], kind: FieldPlace['kind']): boolean {
  return mapping.some(({ field }) => placeOf(field)?.kind === kind);
}

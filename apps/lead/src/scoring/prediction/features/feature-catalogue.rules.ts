import type { CustomFieldDefinition, FieldShape } from '../../../custom-fields/custom-field.js';
import { CUSTOM_FIELDS } from '../../../custom-fields/values/custom-values.rules.js';
import { CORE_FIELDS } from '../../../filter/fields/core-fields.rules.js';
import type { FieldRef, TextCase } from '../../../filter/filter-field.js';
import { statedCurrency } from './feature-value.rules.js';
import type { KnownLead, LeadFeature } from './lead-feature.js';

/**
 * Fields of the lead itself that a model may learn from. Not among them: what tells who it is (names, addresses, numbers, company), what tells of
 * the outcome or of who looked after it (status, stage, owner, tags), and its instants.
 */
export const LEARNED_FIELDS = [
  'source',
  'language',
  'timeZone',
  'jobTitle',
  'address.city',
  'address.region',
  'address.country',
  'property.kind',
  'property.bedrooms',
  'property.bathrooms',
  'property.areaSquareMetres',
  'property.yearBuilt',
  'budget.min',
  'budget.max',
] as const;

/** Features of these beginnings exist once a lead has them. */
export const METADATA = 'sourceMetadata';
export const ENGAGEMENT = 'engagement';

/** A field of leads, before it is known what its values make of it. */
export interface NamedField {
  /** By which its features are known: stays when a custom field gets another key. */
  readonly id: string;
  readonly field: string;
  readonly label: string;
  readonly ref: FieldRef;
  readonly shape: FieldShape;
  readonly textCase: TextCase;
}

/** Fields of a tenant's leads that a model may learn from: of custom fields those that are no free text, day or address. */
export function learnedFields(definitions: readonly CustomFieldDefinition[]): NamedField[] {
  const core = CORE_FIELDS.filter(({ name }) => (LEARNED_FIELDS as readonly string[]).includes(name)).map(
    ({ name, label, shape, textCase }): NamedField => ({ id: name, field: name, label, ref: { kind: 'core', name }, shape, textCase }),
  );
  const custom = definitions
    .filter(({ archived, type }) => !archived && isLearned(type))
    .map((definition): NamedField => {
      const { fieldId, key, label } = definition;
      return {
        id: `${CUSTOM_FIELDS}.${fieldId}`,
        field: `${CUSTOM_FIELDS}.${key}`,
        label,
        ref: { kind: 'custom', fieldId },
        shape: definition,
        textCase: 'exact',
      };
    });
  return [...core, ...custom];
}

/** Features that are there whatever leads hold. */
export function standingFeatures(fields: readonly NamedField[]): LeadFeature[] {
  return fields.flatMap(({ id, field, label, ref, shape, textCase }): LeadFeature[] => {
    const named = { key: id, field, label };
    switch (shape.type) {
      case 'number':
        return [{ ...named, kind: 'number', source: { of: 'number', ref } }];
      case 'boolean':
        return [{ ...named, kind: 'choice', source: { of: 'word', ref } }];
      case 'single-choice':
        return [{ ...named, kind: 'choice', source: { of: 'word', ref }, wordLabels: labelsOf(shape.options.choices) }];
      case 'multiple-choice':
        return shape.options.choices.map((choice) => ({
          key: `${id} ${choice.key}`,
          field,
          label: `${label}: ${choice.label}`,
          kind: 'choice',
          source: { of: 'choice', ref, choice: choice.key },
        }));
      case 'text':
        return [{ ...named, kind: 'choice', source: { of: textCase === 'folded' ? 'text' : 'word', ref } }];
      default:
        return [];
    }
  });
}

/** Features that a lead brings with it: members of its metadata, amounts by their currency, kinds of what it did. */
export function broughtFeatures(fields: readonly NamedField[], known: KnownLead): LeadFeature[] {
  const { lead, contributions, beforeMs } = known;
  const metadata = Object.keys(lead.sourceMetadata).map((member): LeadFeature => {
    const field = `${METADATA}.${member}`;
    return { key: field, field, label: member, kind: 'choice', source: { of: 'text', ref: { kind: 'metadata', member } } };
  });
  const amounts = fields.flatMap(({ id, field, label, ref, shape }): LeadFeature[] => {
    const currency = shape.type === 'money' ? statedCurrency(ref, known) : undefined;
    if (currency === undefined) return [];
    return [{ key: `${id} ${currency}`, field, label: `${label} (${currency})`, kind: 'number', source: { of: 'money', ref, currency } }];
  });
  const kinds = [...contributions]
    .filter(([, instants]) => instants.some((happened) => happened < beforeMs))
    .map(([kind]) => engagement(kind));
  return [...metadata, ...amounts, ...kinds];
}

function engagement(kind: string): LeadFeature {
  const field = `${ENGAGEMENT}.${kind}`;
  return { key: field, field, label: `times: ${kind.replaceAll(/[._]/g, ' ')}`, kind: 'number', source: { of: 'engagement', kind } };
}

function isLearned(type: CustomFieldDefinition['type']): boolean {
  return ['number', 'money', 'boolean', 'single-choice', 'multiple-choice'].includes(type);
}

function labelsOf(choices: readonly { readonly key: string; readonly label: string }[]): Record<string, string> {
  return Object.fromEntries(choices.filter(({ key, label }) => key !== label).map(({ key, label }) => [key, label]));
}

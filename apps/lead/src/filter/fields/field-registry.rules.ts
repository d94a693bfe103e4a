import type { Uuid } from '@leadstream/kernel';
import type { CustomFieldDefinition, FieldShape } from '../../custom-fields/custom-field.js';
import { MAX_TEXT_LENGTH } from '../../custom-fields/definition/field-options.rules.js';
import { indexStateOf, isIndexComplete } from '../../custom-fields/index/index-state.rules.js';
import { CUSTOM_FIELDS } from '../../custom-fields/values/custom-values.rules.js';
import { CORE_FIELDS, type CoreField, TAGS, WORDS } from './core-fields.rules.js';
import { DEFAULT_VOCABULARY, type LeadVocabulary } from '../../lead/vocabulary.js';
import { derivedField } from './derived-fields.rules.js';
import type { FieldRef, FilterField } from '../filter-field.js';

const METADATA = 'sourceMetadata.';
const METADATA_MEMBER = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/** A tag as filters know it. */
export interface TagName {
  readonly tagId: Uuid;
  readonly name: string;
}

/** Every field that a tenant's filters, sorts and exports can name: those of a lead, its metadata, and its custom fields. */
export interface FieldRegistry {
  /** Fields with a name of their own, in order; metadata is not listed, since any name may occur. */
  readonly fields: readonly FilterField[];
  /** By name in the API. */
  readonly find: (name: string) => FilterField | undefined;
  /** By what a stored condition speaks of; undefined when the custom field is gone. */
  readonly resolve: (ref: FieldRef) => FilterField | undefined;
}

export interface RegistryOptions {
  /** Whether what is known of leads beside their rows can be named: score, temperature, engagement, consent and prohibitions. */
  readonly derived: boolean;
  /** Statuses and stages that can be named, and their labels; the default ones when left out, as conditions that were read before need none. */
  readonly vocabulary?: LeadVocabulary;
}

const NAMED = CORE_FIELDS.filter(({ name }) => name !== TAGS);
const usual = NAMED.map((field) => coreField(field, DEFAULT_VOCABULARY));

/**
 * @param definitions of leads, archived ones included: their values can still be looked for
 * @param tags that can be named; conditions that were read before need none
 */
export function fieldRegistry(
  definitions: readonly CustomFieldDefinition[],
  tags: readonly TagName[] = [],
  { derived, vocabulary }: RegistryOptions = { derived: false },
): FieldRegistry {
  const core = vocabulary === undefined ? usual : NAMED.map((field) => coreField(field, vocabulary));
  const fields = [...core, tagField(tags), ...definitions.map(customField)];
  const byName = new Map(fields.map((field) => [field.name, field]));
  const byFieldId = new Map(definitions.map((definition) => [definition.fieldId, customField(definition)]));
  return {
    fields,
    find: (name) => {
      if (name.startsWith(METADATA)) return metadataField(name.slice(METADATA.length));
      return byName.get(name) ?? (derived ? derivedField(name) : undefined);
    },
    resolve: (ref) => {
      if (ref.kind === 'derived') return derivedField(ref.name, ref.window);
      if (ref.kind === 'core') return byName.get(ref.name);
      return ref.kind === 'metadata' ? metadataField(ref.member) : byFieldId.get(ref.fieldId);
    },
  };
}

function coreField({ name, label, column, member, shape: usualShape, textCase }: CoreField, vocabulary: LeadVocabulary): FilterField {
  const words = WORDS[name];
  const shape = words === undefined ? usualShape : choiceOf(vocabulary[words]);
  return { name, label, ref: { kind: 'core', name }, shape, textCase, place: member === undefined ? { column } : { column, member } };
}

function choiceOf(words: readonly { readonly key: string; readonly label: string }[]): FieldShape {
  return { type: 'single-choice', options: { choices: words.map(({ key, label }) => ({ key, label, archived: false })) } };
}

function tagField(tags: readonly TagName[]): FilterField {
  const choices = tags.map(({ tagId, name }) => ({ key: tagId, label: name, archived: false }));
  const shape = { type: 'multiple-choice', options: { choices } } as const;
  return { name: TAGS, label: 'tags', ref: { kind: 'core', name: TAGS }, shape, textCase: 'exact', place: { table: 'lead_tag' } };
}

function customField(definition: CustomFieldDefinition): FilterField {
  const { fieldId, key, label } = definition;
  return {
    name: `${CUSTOM_FIELDS}.${key}`,
    label,
    ref: { kind: 'custom', fieldId },
    shape: definition,
    textCase: definition.type === 'text' || definition.type === 'long-text' ? 'folded' : 'exact',
    place: { fieldId, indexed: isIndexComplete(definition), filling: indexStateOf(definition) === 'filling' },
  };
}

function metadataField(member: string): FilterField | undefined {
  if (!METADATA_MEMBER.test(member)) return undefined;
  return {
    name: `${METADATA}${member}`,
    label: member,
    ref: { kind: 'metadata', member },
    shape: { type: 'text', options: { maxLength: MAX_TEXT_LENGTH } },
    textCase: 'folded',
    place: { column: 'source_metadata', member },
  };
}

import { isDeepStrictEqual } from 'node:util';
import { type CustomField, customFieldChangedV1, type DataOf } from '@leadstream/contracts';
import type { FieldChange } from '../../lead/lead.js';
import type { Choice, CustomFieldDefinition, CustomFieldRecord } from '../custom-field.js';
import { presentCustomValue } from '../custom-field.js';
import { indexStateOf } from '../index/index-state.rules.js';

/** Settings of a field that a client states, as the API names them. */
const SETTINGS = ['key', 'label', 'options', 'required', 'unique', 'indexed', 'default', 'archived', 'position'] as const;

type Settings = Pick<CustomFieldDefinition, (typeof SETTINGS)[number]>;

/** Settings whose value is another than before; of a new field all that it states, of a removed one all that it had. */
export function changedSettings(before: Settings | null, after: Settings | null): FieldChange[] {
  return SETTINGS.map((field) => ({ field, before: before?.[field] ?? null, after: after?.[field] ?? null })).filter(
    (change) => !isDeepStrictEqual(change.before, change.after),
  );
}

/** A definition as the API shows it. */
export function presentCustomField(field: CustomFieldRecord): CustomField {
  const { fieldId, default: value, options, createdAt, updatedAt, indexWork: _, indexFilledUpTo: __, ...rest } = field;
  return {
    id: fieldId,
    ...rest,
    indexState: indexStateOf(field),
    options: options as CustomField['options'],
    default: value === null ? null : presentCustomValue(value),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** What the topic is told of a change. */
export function toldChange(
  { fieldId, entity, type, key, label, options, required, unique, indexed, archived }: CustomFieldRecord,
  action: string,
  changed: readonly string[],
  at: Date,
): DataOf<typeof customFieldChangedV1> {
  const choices = 'choices' in options ? (options.choices as readonly Choice[]) : [];
  return {
    ...{ fieldId, action, changed: [...changed], entity, type, key, label, required, unique, indexed, archived },
    choices: choices.map((choice) => ({ ...choice })),
    updatedAt: at.toISOString(),
  };
}

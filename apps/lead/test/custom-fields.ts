import type { CustomFieldType } from '@leadstream/contracts';
import type { CustomFieldDefinition, DefinitionOf, FieldOptions } from '../src/custom-fields/custom-field.js';

const OPTIONS: FieldOptions = {
  text: { maxLength: 200 },
  'long-text': { maxLength: 20_000 },
  number: { min: null, max: null, scale: 6 },
  money: { currencies: [] },
  date: {},
  'date-time': {},
  boolean: {},
  'single-choice': {
    choices: [
      { key: 'gold', label: 'Gold', archived: false },
      { key: 'silver', label: 'Silver member', archived: false },
      { key: 'bronze', label: 'Bronze', archived: true },
    ],
  },
  'multiple-choice': {
    choices: [
      { key: 'sailing', label: 'Sailing', archived: false },
      { key: 'chess', label: 'Chess & Go', archived: false },
      { key: 'golf', label: 'Golf', archived: true },
    ],
  },
  url: {},
  email: {},
  phone: { defaultRegion: 'DE' },
  'lead-reference': {},
};

let made = 0;

/** The id of a field in specs, different for every number. */
export function fieldId(number: number): string {
  return `01920000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** A field for specs; its key is its type unless it is said otherwise. */
export function customField<T extends CustomFieldType>(type: T, stated: Partial<DefinitionOf<T>> = {}): CustomFieldDefinition {
  made += 1;
  const marks = { required: false, unique: false, indexed: false, archived: false, default: null };
  const definition = {
    fieldId: fieldId(made),
    entity: 'lead',
    type,
    key: type,
    label: type,
    options: OPTIONS[type],
    ...marks,
    position: 0,
    version: 1,
  };
  return { ...definition, ...stated } as CustomFieldDefinition;
}

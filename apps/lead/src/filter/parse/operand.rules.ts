import { type CustomFieldType, type StatedCustomValue, statedCustomValue } from '@leadstream/contracts';
import type { FieldShape, FieldValue, FieldValues } from '../../custom-fields/custom-field.js';
import { MAX_SCALE, MAX_TEXT_LENGTH } from '../../custom-fields/definition/field-options.rules.js';
import { textFold } from '../../custom-fields/index/sort-key.rules.js';
import { checkValue } from '../../custom-fields/values/value-checks.rules.js';
import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import { normaliseText } from '../../lead/values/text.rules.js';
import { normaliseTimeZone } from '../../lead/values/time-zone.rules.js';
import type { FilterField } from '../filter-field.js';

const MISSING = refuse('filter.value_missing', 'The operator needs a value; ask for nothing with is-empty.');

/** A value to compare with, in the stored form of the field. The limits of the field itself do not bind: one may look for what cannot be. */
export function readOperand({ ref, shape, textCase }: FilterField, stated: unknown): Checked<FieldValue> {
  const value = statedCustomValue.safeParse(stated);
  if (!value.success) return refuse('filter.value_malformed', 'Is not a value that a field can have.');
  const checked = ref.kind === 'core' && ref.name === 'timeZone' ? readTimeZone(value.data) : checkValue(value.data, comparable(shape));
  if (!checked.ok) return checked;
  if (checked.value === null) return MISSING;
  return accept(textCase === 'exact' || typeof checked.value !== 'string' ? checked.value : textFold(checked.value));
}

/** The key of one of the choices of a field with several. */
export function readChoice(field: FilterField, stated: unknown): Checked<FieldValue> {
  if (typeof stated !== 'string') return refuse('filter.value_malformed', 'Is not the key or label of a choice.');
  const checked = readOperand(field, stated);
  if (!checked.ok) return refuse(checked.code, checked.message);
  const [key] = checked.value as FieldValues['multiple-choice'];
  return key === undefined ? MISSING : accept(key);
}

/** A part of a text, to be looked for without regard to case; of a phone number its digits, with or without the plus. */
export function readPart(type: CustomFieldType, stated: unknown): Checked<string> {
  if (typeof stated !== 'string') return refuse('filter.value_malformed', 'Is not a text.');
  const checked = normaliseText(type === 'phone' ? stated.replace(/[\s()./-]/g, '') : stated, MAX_TEXT_LENGTH);
  if (!checked.ok) return checked;
  return checked.value === null ? MISSING : accept(textFold(checked.value));
}

function readTimeZone(stated: StatedCustomValue): Checked<string | null> {
  return typeof stated === 'string' ? normaliseTimeZone(stated) : refuse('filter.value_malformed', 'Is not a text.');
}

/** A field's shape without what limits new values. */
function comparable(shape: FieldShape): FieldShape {
  switch (shape.type) {
    case 'text':
    case 'long-text':
      return { type: shape.type, options: { maxLength: MAX_TEXT_LENGTH } };
    case 'number':
      return { type: shape.type, options: { min: null, max: null, scale: MAX_SCALE } };
    case 'money':
      return { type: shape.type, options: { currencies: [] } };
    case 'single-choice':
    case 'multiple-choice':
      return { type: shape.type, options: { choices: shape.options.choices.map((choice) => ({ ...choice, archived: false })) } };
    default:
      return shape;
  }
}

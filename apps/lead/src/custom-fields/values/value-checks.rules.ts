import type { CustomFieldType, StatedCustomValue } from '@leadstream/contracts';
import { isUuid, type Uuid } from '@leadstream/kernel';
import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import { normaliseEmail } from '../../lead/values/email.rules.js';
import { normalisePhone, normaliseRegion } from '../../lead/values/phone.rules.js';
import { normaliseText } from '../../lead/values/text.rules.js';
import type { FieldOptions, FieldShape, FieldValue, FieldValues } from '../custom-field.js';
import { normaliseDate } from './calendar-date.rules.js';
import { normaliseChoice, normaliseChoices } from './choice.rules.js';
import { normaliseDateTime } from './date-time.rules.js';
import { compareDecimals, normaliseDecimal } from './decimal.rules.js';
import { normaliseMoney } from './money.rules.js';
import { normaliseUrl } from './url.rules.js';

/** Digits before the point of a number field: with six behind it, what a sort key holds. */
export const NUMBER_WHOLE_DIGITS = 12;

type Stated = Exclude<StatedCustomValue, null>;

type ValueCheck<T extends CustomFieldType> = (
  stated: Stated,
  options: FieldOptions[T],
  held: FieldValue | undefined,
) => Checked<FieldValues[T] | null>;

const CHECKS: { readonly [T in CustomFieldType]: ValueCheck<T> } = {
  text: (stated, options) => ofText(stated, (text) => normaliseText(text, options.maxLength)),
  'long-text': (stated, options) => ofText(stated, (text) => normaliseText(text, options.maxLength)),
  number: (stated, options) => checkNumber(stated, options),
  money: (stated, options) => normaliseMoney(stated, options.currencies),
  date: (stated) => ofText(stated, normaliseDate),
  'date-time': (stated) => ofText(stated, (text) => normaliseDateTime(text, null)),
  boolean: checkBoolean,
  'single-choice': (stated, options, held) => ofText(stated, (text) => normaliseChoice(text, options.choices, keysOf(held))),
  'multiple-choice': (stated, options, held) => {
    const texts = typeof stated === 'string' ? [stated] : stated;
    return Array.isArray(texts)
      ? normaliseChoices(texts, options.choices, keysOf(held))
      : refuse('custom_field.type', 'Takes a list of texts.');
  },
  url: (stated) => ofText(stated, normaliseUrl),
  email: (stated) => ofText(stated, normaliseEmail),
  phone: (stated, options) => ofText(stated, (text) => checkPhone(text, options.defaultRegion)),
  'lead-reference': (stated) => ofText(stated, checkReference),
};

/**
 * Brings one stated value into the stored form of its field.
 * @param held the value that the record has now
 * @returns null when null or blank; the path of a refusal is relative to the value: `currency`, `2`
 */
export function checkValue(stated: StatedCustomValue, { type, options }: FieldShape, held?: FieldValue): Checked<FieldValue | null> {
  if (stated === null) return accept(null);
  const check = CHECKS[type] as ValueCheck<CustomFieldType>;
  return check(stated, options, held);
}

function ofText<T>(stated: Stated, check: (text: string) => Checked<T>): Checked<T> {
  return typeof stated === 'string' ? check(stated) : refuse('custom_field.type', 'Takes a text.');
}

function checkNumber(stated: Stated, { min, max, scale }: FieldOptions['number']): Checked<string | null> {
  if (typeof stated !== 'string' && typeof stated !== 'number') return refuse('custom_field.type', 'Takes a number, or one as text.');
  const checked = normaliseDecimal(stated, { wholeDigits: NUMBER_WHOLE_DIGITS, scale });
  if (!checked.ok || checked.value === null) return checked;
  if (min !== null && compareDecimals(checked.value, min) < 0) return refuse('number.below_min', `May be ${min} at least.`);
  if (max !== null && compareDecimals(checked.value, max) > 0) return refuse('number.above_max', `May be ${max} at most.`);
  return checked;
}

function checkBoolean(stated: Stated): Checked<boolean | null> {
  if (typeof stated === 'boolean') return accept(stated);
  if (typeof stated !== 'string') return refuse('custom_field.type', 'Takes true or false.');
  const word = stated.trim().toLowerCase();
  if (word === '') return accept(null);
  return word === 'true' || word === 'false' ? accept(word === 'true') : refuse('boolean.unknown', 'Is neither true nor false.');
}

function checkPhone(text: string, defaultRegion: string | null): Checked<string | null> {
  const region = normaliseRegion(defaultRegion ?? '');
  return region.ok ? normalisePhone(text, region.value) : refuse(region.code, region.message);
}

function checkReference(text: string): Checked<Uuid | null> {
  const id = text.trim().toLowerCase();
  if (id === '') return accept(null);
  return isUuid(id) ? accept(id) : refuse('reference.invalid', 'Is not the id of a lead.');
}

function keysOf(held: FieldValue | undefined): readonly string[] {
  if (typeof held === 'string') return [held];
  return Array.isArray(held) ? (held as readonly string[]) : [];
}

import type { CustomFieldType, StatedFieldOptions } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { Checked } from '../../lead/values/checked.rules.js';
import { normaliseRegion } from '../../lead/values/phone.rules.js';
import type { FieldOptions } from '../custom-field.js';
import { compareDecimals, normaliseDecimal } from '../values/decimal.rules.js';
import { normaliseCurrency } from '../values/money.rules.js';
import { NUMBER_WHOLE_DIGITS } from '../values/value-checks.rules.js';
import { normaliseChoiceList } from './choices.rules.js';

/** An index entry of Postgres has 2,704 bytes at most; a UTF-16 unit takes three in UTF-8. */
export const MAX_TEXT_LENGTH = 500;
const DEFAULT_TEXT_LENGTH = 200;
export const MAX_LONG_TEXT_LENGTH = 20_000;
export const MAX_SCALE = 6;

type OptionName = keyof StatedFieldOptions;

/** Which settings a type has. */
const SETTINGS: Readonly<Record<CustomFieldType, readonly OptionName[]>> = {
  text: ['maxLength'],
  'long-text': ['maxLength'],
  number: ['min', 'max', 'scale'],
  money: ['currencies'],
  date: [],
  'date-time': [],
  boolean: [],
  'single-choice': ['choices'],
  'multiple-choice': ['choices'],
  url: [],
  email: [],
  phone: ['defaultRegion'],
  'lead-reference': [],
};

type AnyOptions = FieldOptions[CustomFieldType];
type Read<T extends CustomFieldType> = (stated: StatedFieldOptions, report: (problem: FieldProblem) => void) => FieldOptions[T];

const none = () => ({});

const READ: { readonly [T in CustomFieldType]: Read<T> } = {
  text: ({ maxLength = DEFAULT_TEXT_LENGTH }, report) => ({ maxLength: within('maxLength', maxLength, 1, MAX_TEXT_LENGTH, report) }),
  'long-text': ({ maxLength = MAX_LONG_TEXT_LENGTH }, report) => ({
    maxLength: within('maxLength', maxLength, 1, MAX_LONG_TEXT_LENGTH, report),
  }),
  number: readNumberOptions,
  money: ({ currencies = [] }, report) => ({ currencies: readCurrencies(currencies, report) }),
  date: none,
  'date-time': none,
  boolean: none,
  'single-choice': readChoices,
  'multiple-choice': readChoices,
  url: none,
  email: none,
  phone: ({ defaultRegion }, report) => ({ defaultRegion: taken('defaultRegion', normaliseRegion(defaultRegion ?? ''), report) ?? null }),
  'lead-reference': none,
};

export interface NormalisedOptions {
  readonly options: AnyOptions;
  readonly problems: readonly FieldProblem[];
}

/** The settings of a field of this type; what is not said takes the type's default, what does not suit it is refused. */
export function normaliseOptions(type: CustomFieldType, stated: StatedFieldOptions): NormalisedOptions {
  const problems: FieldProblem[] = (Object.keys(stated) as OptionName[])
    .filter((name) => stated[name] !== undefined && !SETTINGS[type].includes(name))
    .map((name) => ({ path: `options.${name}`, code: 'options.unsuited', message: `A field of type ${type} has no such setting.` }));
  const options = READ[type](stated, (problem) => void problems.push(problem));
  return { options, problems };
}

function readNumberOptions(stated: StatedFieldOptions, report: (problem: FieldProblem) => void): FieldOptions['number'] {
  const scale = within('scale', stated.scale ?? 0, 0, MAX_SCALE, report);
  const bounds = { wholeDigits: NUMBER_WHOLE_DIGITS, scale };
  const min = taken('min', normaliseDecimal(stated.min ?? '', bounds), report) ?? null;
  const max = taken('max', normaliseDecimal(stated.max ?? '', bounds), report) ?? null;
  if (min !== null && max !== null && compareDecimals(min, max) > 0) {
    report({ path: 'options.min', code: 'options.reversed', message: 'The least value is above the greatest.' });
  }
  return { min, max, scale };
}

function readCurrencies(stated: readonly string[], report: (problem: FieldProblem) => void): readonly string[] {
  const codes = stated.map((text, index) => taken(`currencies.${index}`, normaliseCurrency(text), report));
  return [...new Set(codes.filter((code) => code !== undefined))];
}

function readChoices({ choices: stated = [] }: StatedFieldOptions, report: (problem: FieldProblem) => void): FieldOptions['single-choice'] {
  const { choices, problems } = normaliseChoiceList(stated);
  for (const problem of problems) report(problem);
  return { choices };
}

function within(name: OptionName, value: number, min: number, max: number, report: (problem: FieldProblem) => void): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  report({ path: `options.${name}`, code: 'options.out_of_range', message: `Is a whole number from ${min} to ${max}.` });
  return max;
}

function taken<T>(place: string, checked: Checked<T>, report: (problem: FieldProblem) => void): T | undefined {
  if (checked.ok) return checked.value;
  report({ path: `options.${place}`, code: checked.code, message: checked.message });
  return undefined;
}

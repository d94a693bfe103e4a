import { FILTER_UNITS, type FilterOperator } from '@leadstream/contracts';
import { z } from 'zod';
import type { FieldValue, Money } from '../../custom-fields/custom-field.js';
import { compareSortKeys, sortKeys } from '../../custom-fields/index/sort-key.rules.js';
import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import { normaliseTimeZone } from '../../lead/values/time-zone.rules.js';
import type { FieldTest } from '../condition.js';
import type { ClockSpan, FilterField } from '../filter-field.js';
import { readChoice, readOperand, readPart } from './operand.rules.js';

const MAX_LIST_LENGTH = 200;
/** A hundred years: with it every range lies within years of four digits. */
const MAX_SPAN_DAYS = 36_525;
const UNIT_DAYS = { minute: 1 / 1_440, hour: 1 / 24, day: 1, week: 7, month: 31, year: 366 };

const relative = z.strictObject({ count: z.int().min(1), unit: z.enum(FILTER_UNITS), timeZone: z.string().max(64).default('UTC') });

/** The test that a suitable operator and its stated value mean; the path of a refusal is relative to the value. */
export function parseTest(field: FilterField, operator: FilterOperator, stated: unknown): Checked<FieldTest> {
  switch (operator) {
    case 'is-empty':
    case 'is-not-empty':
      return stated === undefined ? accept({ operator }) : refuse('filter.value_unexpected', 'The operator takes no value.');
    case 'in':
    case 'not-in':
      return mapOk(
        readList(stated, (value) => readOperand(field, value)),
        (operands) => ({ operator, operands }),
      );
    case 'contains-any':
    case 'contains-all':
    case 'contains-none':
      return mapOk(
        readList(stated, (value) => readChoice(field, value)),
        (operands) => ({ operator, operands }),
      );
    case 'between':
      return readEnds(field, stated);
    case 'contains':
    case 'starts-with':
      return mapOk(readPart(field.shape.type, stated), (text) => ({ operator, text }));
    case 'in-last':
    case 'in-next':
      return readRelative(field, operator, stated);
    case 'at-least-ago':
      return mapOk(readClockSpan(stated), (span) => ({ operator, ...span }));
    default:
      return mapOk(readOperand(field, stated), (operand) => ({ operator, operand }));
  }
}

function mapOk<T, U>(checked: Checked<T>, map: (value: T) => U): Checked<U> {
  return checked.ok ? accept(map(checked.value)) : checked;
}

/** Each value once, in the order of the list. */
function readList(stated: unknown, read: (value: unknown) => Checked<FieldValue>): Checked<readonly FieldValue[]> {
  if (!Array.isArray(stated)) return refuse('filter.value_malformed', 'The operator takes a list.');
  if (stated.length === 0) return refuse('filter.list_empty', 'The list needs a value.');
  if (stated.length > MAX_LIST_LENGTH) return refuse('filter.list_too_long', `The list may have ${MAX_LIST_LENGTH} values at most.`);
  const values: FieldValue[] = [];
  for (const [index, value] of (stated as readonly unknown[]).entries()) {
    const checked = read(value);
    if (!checked.ok) return { ...checked, path: checked.path === undefined ? String(index) : `${index}.${checked.path}` };
    if (!values.includes(checked.value)) values.push(checked.value);
  }
  return accept(values);
}

function readEnds(field: FilterField, stated: unknown): Checked<FieldTest> {
  if (!Array.isArray(stated) || stated.length !== 2) return refuse('filter.value_malformed', 'The operator takes a list of two values.');
  const ends = readList(stated, (value) => readOperand(field, value));
  if (!ends.ok) return ends;
  const [from, to = from] = ends.value as readonly [FieldValue, FieldValue?];
  if (field.shape.type === 'money' && (from as Money).currency !== (to as Money).currency) {
    return refuse('filter.currencies_differ', 'Both ends must have one currency.', '1.currency');
  }
  const [low = '', high = ''] = [from, to].flatMap((value) => sortKeys(field.shape.type, value));
  return compareSortKeys(low, high) > 0
    ? refuse('filter.range_reversed', 'The first end lies behind the second.', '0')
    : accept({ operator: 'between', from, to });
}

function readRelative(field: FilterField, operator: 'in-last' | 'in-next', stated: unknown): Checked<FieldTest> {
  const span = relative.safeParse(stated);
  if (!span.success) return refuse('filter.value_malformed', 'The operator takes { count, unit, timeZone }, count from 1.');
  const { count, unit } = span.data;
  if (field.shape.type === 'date' && (unit === 'minute' || unit === 'hour')) {
    return refuse('filter.unit_unsuited', 'Days are not counted in minutes or hours.', 'unit');
  }
  if (count * UNIT_DAYS[unit] > MAX_SPAN_DAYS) return refuse('filter.span_too_long', 'May span a hundred years at most.', 'count');
  const timeZone = normaliseTimeZone(span.data.timeZone);
  if (!timeZone.ok) return { ...timeZone, path: 'timeZone' };
  return accept({ operator, count, unit, timeZone: timeZone.value ?? 'UTC' });
}

const CLOCK_UNITS = ['minute', 'hour', 'day', 'week'] as const;
const clockSpan = z.strictObject({ count: z.int().min(1), unit: z.enum(FILTER_UNITS) });

/** A span that a clock measures. Months and years have no length of their own. */
export function readClockSpan(stated: unknown): Checked<ClockSpan> {
  const span = clockSpan.safeParse(stated);
  if (!span.success) return refuse('filter.value_malformed', 'Is { count, unit }, count from 1.');
  const { count } = span.data;
  const unit = CLOCK_UNITS.find((one) => one === span.data.unit);
  if (unit === undefined) return refuse('filter.unit_unsuited', `Is counted in ${CLOCK_UNITS.join('s, ')}s.`, 'unit');
  if (count * UNIT_DAYS[unit] > MAX_SPAN_DAYS) return refuse('filter.span_too_long', 'May span a hundred years at most.', 'count');
  return accept({ count, unit });
}

import type { FieldValue, Money } from '../custom-fields/custom-field.js';
import { compareSortKeys, sortKeys, textFold } from '../custom-fields/index/sort-key.rules.js';
import type { Condition, FieldTest, FilterTree } from './condition.js';
import { CORE_FIELDS } from './fields/core-fields.rules.js';
import type { LeadRecord } from '../lead/lead.js';
import type { FieldRef } from './filter-field.js';
import { derivedSource, derivedValue } from './fields/derived-fields.rules.js';
import type { LeadFacts } from './lead-facts.js';
import { relativeDays, relativeInstants, spanMs } from './relative-time.rules.js';

const coreByName = new Map(CORE_FIELDS.map((field) => [field.name, field]));

/**
 * Whether a lead satisfies a filter, by the two-valued logic of {@link FilterTree}. What a query answers must be the same.
 * @param now what relative tests count from
 * @param facts needed for filters that name derived fields
 * @throws Error when such a filter is judged without: a bug
 */
export function matches(tree: FilterTree, lead: LeadRecord, now: Date, facts?: LeadFacts): boolean {
  if ('and' in tree) return tree.and.every((inner) => matches(inner, lead, now, facts));
  if ('or' in tree) return tree.or.some((inner) => matches(inner, lead, now, facts));
  if ('not' in tree) return !matches(tree.not, lead, now, facts);
  return holds(tree, fieldValue(tree.field, lead, now, facts), now);
}

/** What a lead has in a field, in the stored form of its type; null when it is empty. */
export function fieldValue(field: FieldRef, lead: LeadRecord, now: Date, facts?: LeadFacts): FieldValue | null {
  switch (field.kind) {
    case 'core':
      return coreByName.get(field.name)?.read(lead) ?? null;
    case 'metadata':
      return Object.hasOwn(lead.sourceMetadata, field.member) ? String(lead.sourceMetadata[field.member]) : null;
    case 'custom':
      return lead.customFields[field.fieldId] ?? null;
    case 'derived': {
      const source = derivedSource(field.name, field.window);
      return source === undefined ? null : derivedValue(source, facts, now);
    }
  }
}

/** Tests that are true of an empty field; all others are false. */
const TRUE_OF_EMPTY: readonly FieldTest['operator'][] = ['is-empty', 'ne', 'not-in', 'contains-none'];

function holds(condition: Condition, value: FieldValue | null, now: Date): boolean {
  const { test, type } = condition;
  if (value === null) return TRUE_OF_EMPTY.includes(test.operator);
  const compare = (operand: FieldValue): number | undefined => comparison(condition, value, operand);
  const isOneOf = (operands: readonly FieldValue[]): boolean => operands.some((operand) => compare(operand) === 0);
  const isWithin = (from: FieldValue, to: FieldValue): boolean => isOrder('gte', compare(from)) && isOrder('lte', compare(to));
  switch (test.operator) {
    case 'is-empty':
      return false;
    case 'is-not-empty':
      return true;
    case 'in':
      return isOneOf(test.operands);
    case 'not-in':
      return !isOneOf(test.operands);
    case 'contains-any':
      return test.operands.some((key) => keysOf(condition, value).includes(key as string));
    case 'contains-none':
      return !test.operands.some((key) => keysOf(condition, value).includes(key as string));
    case 'contains-all':
      return test.operands.every((key) => keysOf(condition, value).includes(key as string));
    case 'between':
      return isWithin(test.from, test.to);
    case 'contains':
      return textFold(value as string).includes(test.text);
    case 'starts-with':
      return textFold(value as string).startsWith(test.text);
    case 'in-last':
    case 'in-next': {
      const { from, to } = type === 'date' ? relativeDays(test, now) : relativeInstants(test, now);
      return isWithin(from, to);
    }
    case 'at-least-ago':
      return Date.parse(value as string) <= now.getTime() - spanMs(test);
    case 'ne':
      return !isOrder('eq', compare(test.operand));
    default:
      return isOrder(test.operator, compare(test.operand));
  }
}

/** @param order undefined where there is none: nothing holds then */
function isOrder(operator: 'eq' | 'lt' | 'lte' | 'gt' | 'gte', order: number | undefined): boolean {
  if (order === undefined) return false;
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'lt':
      return order < 0;
    case 'lte':
      return order <= 0;
    case 'gt':
      return order > 0;
    case 'gte':
      return order >= 0;
  }
}

/** Order of a value to an operand; undefined for amounts of two currencies, which have none. */
function comparison(condition: Condition, value: FieldValue, operand: FieldValue): number | undefined {
  if (condition.type === 'money' && (value as Money).currency !== (operand as Money).currency) return undefined;
  const [left = '', right = ''] = [value, operand].flatMap((side) => keysOf(condition, side));
  return compareSortKeys(left, right);
}

function keysOf({ type, textCase }: Condition, value: FieldValue): readonly string[] {
  return textCase === 'exact' && type === 'text' ? [value as string] : sortKeys(type, value);
}

import type { CustomFieldType } from '@leadstream/contracts';
import type { FieldShape, FieldValue } from '../custom-fields/custom-field.js';
import type { Condition, FieldTest, FilterTree, RelativeTest } from './condition.js';
import type { FieldRegistry } from './fields/field-registry.rules.js';
import type { ClockSpan, FilterField } from './filter-field.js';

/** A filter as one English sentence; fields and choices by their present labels. */
export function describeFilter(tree: FilterTree, registry: FieldRegistry): string {
  const clause = clauseOf(tree, registry);
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

function clauseOf(tree: FilterTree, registry: FieldRegistry): string {
  if ('and' in tree) return joined(tree.and, 'and', 'every lead', registry);
  if ('or' in tree) return joined(tree.or, 'or', 'no lead', registry);
  if ('not' in tree) return `not (${clauseOf(tree.not, registry)})`;
  const field = registry.resolve(tree.field);
  return `${field?.label ?? 'a field that is gone'} ${predicateOf(tree, field)}`;
}

function joined(nodes: readonly FilterTree[], word: string, none: string, registry: FieldRegistry): string {
  if (nodes.length === 0) return none;
  const inner = nodes.map((node) => (isGroup(node) && nodes.length > 1 ? `(${clauseOf(node, registry)})` : clauseOf(node, registry)));
  return inner.join(` ${word} `);
}

/** Whether a node needs brackets beside others. */
function isGroup(node: FilterTree): boolean {
  const nodes = 'and' in node ? node.and : 'or' in node ? node.or : [];
  return nodes.length > 1 || nodes.some(isGroup);
}

function predicateOf({ type, test }: Condition, field: FilterField | undefined): string {
  const said = (value: FieldValue): string => wordsOf(value, type, field?.shape);
  switch (test.operator) {
    case 'is-empty':
      return 'is empty';
    case 'is-not-empty':
      return 'has a value';
    case 'in':
      return `is ${listed(test.operands.map(said), 'or')}`;
    case 'not-in':
      return test.operands.length === 1
        ? `is not ${listed(test.operands.map(said), 'nor')}`
        : `is neither ${listed(test.operands.map(said), 'nor')}`;
    case 'contains-any':
      return `has ${listed(test.operands.map(said), 'or')}`;
    case 'contains-all':
      return `has ${listed(test.operands.map(said), 'and')}`;
    case 'contains-none':
      return `has none of ${listed(test.operands.map(said), 'and')}`;
    case 'between':
      return `is from ${said(test.from)} to ${said(test.to)}`;
    case 'contains':
      return `contains ${quoted(test.text)}`;
    case 'starts-with':
      return `starts with ${quoted(test.text)}`;
    case 'in-last':
    case 'in-next':
      return relativeWords(test);
    case 'at-least-ago':
      return `is at least ${spanWords(test)} ago`;
    default:
      return `${comparisonWords(test.operator, type)} ${said(test.operand)}`;
  }
}

type Comparison = Extract<FieldTest, { operand: FieldValue }>['operator'];

type Words = Readonly<Record<Comparison, string>>;

const EQUALITY = { eq: 'is', ne: 'is not' };
const IN_TIME: Words = { ...EQUALITY, lt: 'is before', lte: 'is not after', gt: 'is after', gte: 'is not before' };
const IN_SIZE: Words = { ...EQUALITY, lt: 'is less than', lte: 'is at most', gt: 'is more than', gte: 'is at least' };

function comparisonWords(operator: Comparison, type: CustomFieldType): string {
  return (type === 'date' || type === 'date-time' ? IN_TIME : IN_SIZE)[operator];
}

function relativeWords({ operator, count, unit, timeZone }: RelativeTest): string {
  const span = count === 1 ? unit : `${count} ${unit}s`;
  return `is in the ${operator === 'in-last' ? 'last' : 'next'} ${span} (${timeZone})`;
}

function spanWords({ count, unit }: ClockSpan): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const BARE: readonly CustomFieldType[] = ['number', 'date', 'date-time'];

/** @param shape of the field as it is now; undefined when it is gone */
function wordsOf(value: FieldValue, type: CustomFieldType, shape: FieldShape | undefined): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return 'amount' in value ? `${value.amount} ${value.currency}` : listed(value.map(quoted), 'and');
  if (BARE.includes(type)) return value;
  return quoted(labelOf(value, shape));
}

function labelOf(key: string, shape: FieldShape | undefined): string {
  const choices = shape?.type === 'single-choice' || shape?.type === 'multiple-choice' ? shape.options.choices : [];
  return choices.find((choice) => choice.key === key)?.label ?? key;
}

function quoted(text: string): string {
  return `“${text}”`;
}

function listed(words: readonly string[], last: string): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

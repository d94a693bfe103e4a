import type { Uuid } from '@leadstream/kernel';
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
  return holdsOf(tree, new LeadReading(lead, now, facts));
}

/** As {@link matches}: a filter is made ready once, and what is read of a lead is made comparable once for all filters that ask. */
export function holdsOf(tree: FilterTree, reading: LeadReading): boolean {
  const known = judges.get(tree);
  if (known !== undefined) return known(reading);
  const judge = compile(tree);
  judges.set(tree, judge);
  return judge(reading);
}

/**
 * A condition's field as {@link LeadReading} knows it, and values of it made comparable.
 * @param operands of tests for equality, or choices of which a lead may have several
 */
export function operandKeys(
  condition: Condition,
  operands: readonly FieldValue[],
): { readonly id: string; readonly keys: readonly string[] } {
  const isChoice = condition.type === 'multiple-choice';
  return { id: idOf(condition), keys: isChoice ? (operands as readonly string[]) : operands.flatMap((one) => keysOf(condition, one)) };
}

/** Whether a condition asks whom a lead names in a field of the tenant's own. */
export function isReference({ type, field }: Condition): boolean {
  return type === 'lead-reference' && field.kind === 'custom';
}

/** A lead at an instant, and what was read of it so far. */
export class LeadReading {
  readonly #held = new Map<string, Held | null>();

  constructor(
    readonly lead: LeadRecord,
    readonly now: Date,
    readonly facts?: LeadFacts,
  ) {}

  /** @param id of field and case, as {@link idOf} makes it of the condition */
  read(id: string, condition: Condition): Held | null {
    const known = this.#held.get(id);
    if (known !== undefined) return known;
    const value = fieldValue(condition.field, this.lead, this.now, this.facts);
    const held = value === null ? null : { value, keys: this.#keysOf(condition, value), atMs: atMsOf(condition, value) };
    this.#held.set(id, held);
    return held;
  }

  /** Of a lead that is named all that belong to it: to ask for one of them is to ask for any. */
  #keysOf(condition: Condition, value: FieldValue): readonly string[] {
    const family = isReference(condition) ? this.facts?.families?.get(value as Uuid) : undefined;
    return family ?? keysOf(condition, value);
  }
}

/** A value that a lead has, and how it compares. */
interface Held {
  readonly value: FieldValue;
  readonly keys: readonly string[];
  /** Of an instant, in milliseconds since 1970; else not a number. */
  readonly atMs: number;
}

type Judge = (reading: LeadReading) => boolean;
type JudgeOfValue = (held: Held, now: Date) => boolean;

const judges = new WeakMap<FilterTree, Judge>();

function compile(tree: FilterTree): Judge {
  if ('and' in tree) {
    const inner = tree.and.map(compile);
    return (reading) => inner.every((judge) => judge(reading));
  }
  if ('or' in tree) {
    const inner = tree.or.map(compile);
    return (reading) => inner.some((judge) => judge(reading));
  }
  if ('not' in tree) {
    const inner = compile(tree.not);
    return (reading) => !inner(reading);
  }
  const id = idOf(tree);
  const isTrueOfEmpty = TRUE_OF_EMPTY.includes(tree.test.operator);
  const judge = judgeOf(tree);
  return (reading) => {
    const held = reading.read(id, tree);
    return held === null ? isTrueOfEmpty : judge(held, reading.now);
  };
}

/** Names what of a lead a condition reads, and how it compares: see {@link LeadReading.read}. */
export function idOf({ field, type, textCase }: Condition): string {
  switch (field.kind) {
    case 'core':
      return `${type} ${textCase} core ${field.name}`;
    case 'metadata':
      return `${type} ${textCase} metadata ${field.member}`;
    case 'custom':
      return `${type} ${textCase} custom ${field.fieldId}`;
    case 'derived':
      return `derived ${field.name} ${field.window === undefined ? '' : spanMs(field.window)}`;
  }
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

function judgeOf(condition: Condition): JudgeOfValue {
  const { test, type } = condition;
  switch (test.operator) {
    case 'is-empty':
      return () => false;
    case 'is-not-empty':
      return () => true;
    case 'in':
      return isOneOf(condition, test.operands);
    case 'not-in':
      return not(isOneOf(condition, test.operands));
    case 'contains-any':
      return hasOneOf(test.operands);
    case 'contains-none':
      return not(hasOneOf(test.operands));
    case 'contains-all':
      return ({ keys }) => test.operands.every((key) => keys.includes(key as string));
    case 'between':
      return isWithin(condition, test.from, test.to);
    case 'contains':
      return ({ value }) => textFold(value as string).includes(test.text);
    case 'starts-with':
      return ({ value }) => textFold(value as string).startsWith(test.text);
    case 'in-last':
    case 'in-next':
      return (held, now) => {
        const { from, to } = type === 'date' ? relativeDays(test, now) : relativeInstants(test, now);
        return isWithin(condition, from, to)(held, now);
      };
    case 'at-least-ago':
      return ageIsAtLeast(spanMs(test));
    case 'ne':
      return not(isOneOf(condition, [test.operand]));
    case 'eq':
      return isOneOf(condition, [test.operand]);
    default:
      return isOrder(condition, test.operator, test.operand);
  }
}

function ageIsAtLeast(ms: number): JudgeOfValue {
  return ({ atMs }, now) => atMs <= now.getTime() - ms;
}

function not(judge: JudgeOfValue): JudgeOfValue {
  return (held, now) => !judge(held, now);
}

/** Values are the same when their keys are: amounts of two currencies never are. */
function isOneOf(condition: Condition, operands: readonly FieldValue[]): JudgeOfValue {
  const wanted = new Set(operands.map((operand) => keysOf(condition, operand)[0] ?? ''));
  return ({ keys }) => (keys.length === 1 ? wanted.has(keys[0] as string) : keys.some((key) => wanted.has(key)));
}

function hasOneOf(operands: readonly FieldValue[]): JudgeOfValue {
  const wanted = new Set(operands as readonly string[]);
  return ({ keys }) => keys.some((key) => wanted.has(key));
}

function isWithin(condition: Condition, from: FieldValue, to: FieldValue): JudgeOfValue {
  const [isFrom, isTo] = [isOrder(condition, 'gte', from), isOrder(condition, 'lte', to)];
  return (held, now) => isFrom(held, now) && isTo(held, now);
}

const ORDERS: Readonly<Record<'lt' | 'lte' | 'gt' | 'gte', (order: number) => boolean>> = {
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
};

/** Nothing holds of amounts of two currencies, which have no order. */
function isOrder(condition: Condition, operator: keyof typeof ORDERS, operand: FieldValue): JudgeOfValue {
  const [right = ''] = keysOf(condition, operand);
  const holds = ORDERS[operator];
  if (condition.type !== 'money') return ({ keys }) => holds(compareSortKeys(keys[0] ?? '', right));
  const { currency } = operand as Money;
  return ({ value, keys }) => (value as Money).currency === currency && holds(compareSortKeys(keys[0] ?? '', right));
}

function atMsOf({ type }: Condition, value: FieldValue): number {
  return type === 'date-time' ? Date.parse(value as string) : NaN;
}

function keysOf({ type, textCase }: Condition, value: FieldValue): readonly string[] {
  return textCase === 'exact' && type === 'text' ? [value as string] : sortKeys(type, value);
}

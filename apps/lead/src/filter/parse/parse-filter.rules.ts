import { FILTER_OPERATORS, type FilterOperator } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { Condition, FilterTree } from '../condition.js';
import { isEngagement } from '../fields/derived-fields.rules.js';
import type { FieldRegistry } from '../fields/field-registry.rules.js';
import { OPERATORS_OF_TYPE } from './operators.rules.js';
import { parseTest, readClockSpan } from './parse-test.rules.js';

/** Levels of `and`, `or` and `not`, the condition below them included. */
export const MAX_FILTER_DEPTH = 8;
export const MAX_CONDITIONS = 100;

export type ParsedFilter = { readonly filter: FilterTree } | { readonly problems: readonly FieldProblem[] };
type ParsedCondition = { readonly condition: Condition } | { readonly problem: FieldProblem };

/**
 * Reads a filter as a client states it. Every condition that is refused is named by its path: `and.0.value`.
 * @param stated JSON of any shape
 */
export function parseFilter(registry: FieldRegistry, stated: unknown): ParsedFilter {
  const reading: Reading = { registry, problems: [], conditions: 0 };
  const filter = readNode(reading, stated, [], 1);
  if (reading.conditions > MAX_CONDITIONS) {
    return { problems: [{ path: '', code: 'filter.too_many_conditions', message: `May have ${MAX_CONDITIONS} conditions at most.` }] };
  }
  return filter === undefined || reading.problems.length > 0 ? { problems: reading.problems } : { filter };
}

/**
 * Reads one condition.
 * @param field name in the API
 * @param path where the condition stands, for refusals
 */
export function parseFieldFilter(
  registry: FieldRegistry,
  field: string,
  operator: string,
  operand: unknown,
  path: readonly string[] = [],
): ParsedCondition {
  const at = (member: string, code: string, message: string) => ({ problem: { path: [...path, member].join('.'), code, message } });
  const known = registry.find(field);
  if (known === undefined) return at('field', 'filter.field_unknown', 'No field has this name.');
  if (!isOperator(operator)) return at('operator', 'filter.operator_unknown', `Is one of ${FILTER_OPERATORS.join(', ')}.`);
  const { ref, shape, textCase } = known;
  const suited = OPERATORS_OF_TYPE[shape.type];
  if (!suited.includes(operator))
    return at('operator', 'filter.operator_unsuited', `A field of type ${shape.type} takes ${suited.join(', ')}.`);
  const test = parseTest(known, operator, operand);
  if (!test.ok) return at(test.path === undefined ? 'value' : `value.${test.path}`, test.code, test.message);
  return { condition: { field: ref, type: shape.type, textCase, test: test.value } };
}

interface Reading {
  readonly registry: FieldRegistry;
  readonly problems: FieldProblem[];
  conditions: number;
}

function readNode(reading: Reading, stated: unknown, path: readonly string[], depth: number): FilterTree | undefined {
  const report = (code: string, message: string) => void reading.problems.push({ path: path.join('.'), code, message });
  if (depth > MAX_FILTER_DEPTH) return report('filter.too_deep', `May have ${MAX_FILTER_DEPTH} levels at most.`);
  const node = membersOf(stated);
  const [[name, inner] = []] = node;
  if (node.length === 1 && (name === 'and' || name === 'or') && Array.isArray(inner)) {
    const nodes = readNodes(reading, inner, [...path, name], depth);
    return name === 'and' ? { and: nodes } : { or: nodes };
  }
  if (node.length === 1 && name === 'not') {
    const negated = readNode(reading, inner, [...path, name], depth + 1);
    return negated && { not: negated };
  }
  const { field, operator, value, within, ...others } = Object.fromEntries(node);
  if (typeof field === 'string' && typeof operator === 'string' && Object.keys(others).length === 0) {
    return readCondition(reading, { field, operator, value, within }, path);
  }
  return report('filter.malformed', 'Is neither a condition { field, operator, value, within } nor one of { and }, { or }, { not }.');
}

function readNodes(reading: Reading, stated: readonly unknown[], path: readonly string[], depth: number): readonly FilterTree[] {
  // Nobody needs the reasons against a thousand conditions.
  if (stated.length > MAX_CONDITIONS) {
    reading.conditions += stated.length;
    return [];
  }
  return stated.flatMap((node, index) => readNode(reading, node, [...path, String(index)], depth + 1) ?? []);
}

interface StatedParts {
  readonly field: string;
  readonly operator: string;
  readonly value: unknown;
  readonly within: unknown;
}

function readCondition(reading: Reading, { field, operator, value, within }: StatedParts, path: readonly string[]): Condition | undefined {
  reading.conditions += 1;
  const parsed = parseFieldFilter(reading.registry, field, operator, value, path);
  const windowed = 'problem' in parsed || within === undefined ? parsed : withWindow(parsed.condition, within, path);
  if ('condition' in windowed) return windowed.condition;
  reading.problems.push(windowed.problem);
  return undefined;
}

/** A question about what happened in a span of time. */
function withWindow(condition: Condition, stated: unknown, path: readonly string[]): ParsedCondition {
  const at = (code: string, message: string, member?: string) => ({
    problem: { path: [...path, 'within', ...(member === undefined ? [] : [member])].join('.'), code, message },
  });
  const { field } = condition;
  if (field.kind !== 'derived' || !isEngagement(field.name))
    return at('filter.window_unsuited', 'Only what a lead did has a time to count within.');
  const window = readClockSpan(stated);
  return window.ok
    ? { condition: { ...condition, field: { ...field, window: window.value } } }
    : at(window.code, window.message, window.path);
}

function membersOf(stated: unknown): readonly (readonly [string, unknown])[] {
  return typeof stated === 'object' && stated !== null && !Array.isArray(stated) ? Object.entries(stated) : [];
}

function isOperator(text: string): text is FilterOperator {
  return (FILTER_OPERATORS as readonly string[]).includes(text);
}

import type { FilterOperator } from '@leadstream/contracts';
import type { FieldValue } from '../../custom-fields/custom-field.js';
import type { LeadRecord } from '../../lead/lead.js';
import type { FilterTree } from '../condition.js';
import { CORE_FIELDS } from '../fields/core-fields.rules.js';
import { fieldRegistry } from '../fields/field-registry.rules.js';
import type { FilterField } from '../filter-field.js';
import { OPERATORS_OF_TYPE } from '../parse/operators.rules.js';
import { parseFilter } from '../parse/parse-filter.rules.js';
import { type Chance, FIELDS, pick, TAGS } from './random-leads.fixture.spec.js';

export const registry = fieldRegistry(FIELDS, TAGS);

const metadata = ['utm_source', 'clicks', 'never']
  .map((member) => registry.find(`sourceMetadata.${member}`))
  .filter((field) => field !== undefined);

/** Everything that can be filtered by. */
export const EVERY_FIELD: readonly FilterField[] = [...registry.fields, ...metadata];

export function operatorsOf({ shape }: FilterField): readonly FilterOperator[] {
  return OPERATORS_OF_TYPE[shape.type];
}

function valueOf({ ref }: FilterField, lead: LeadRecord): FieldValue | null {
  if (ref.kind === 'custom') return lead.customFields[ref.fieldId] ?? null;
  if (ref.kind === 'metadata') return ref.member in lead.sourceMetadata ? String(lead.sourceMetadata[ref.member]) : null;
  return CORE_FIELDS.find(({ name }) => name === ref.name)?.read(lead) ?? null;
}

/** What takes the place of values that nobody has. */
const STAND_INS: Partial<Record<FilterField['shape']['type'], FieldValue>> = {
  number: '3',
  money: { amount: '3', currency: 'EUR' },
  'date-time': '2026-06-15T00:00:00Z',
  'single-choice': 'gold',
};

/** A value that some lead has in the field; its case may differ where text is folded. */
function anOperand(field: FilterField, leads: readonly LeadRecord[], chance: Chance): FieldValue {
  const held = Array.from({ length: 20 }, () => valueOf(field, pick(chance, leads))).find((value) => value !== null);
  const value = held ?? STAND_INS[field.shape.type] ?? 'x';
  if (typeof value !== 'string' || field.shape.type !== 'text') return value;
  return pick(chance, [value, value.toUpperCase(), value.toLowerCase()]);
}

function partOf(value: FieldValue, operator: FilterOperator, chance: Chance): string {
  const letters = [...String(value)];
  const from = operator === 'starts-with' ? 0 : Math.floor(chance() * letters.length);
  const part = letters
    .slice(from, from + 1 + Math.floor(chance() * 4))
    .join('')
    .trim();
  return part === '' ? 'a' : part;
}

/** What an operator may be stated with. */
function operandOf(field: FilterField, operator: FilterOperator, leads: readonly LeadRecord[], chance: Chance): unknown {
  const one = (): FieldValue => anOperand(field, leads, chance);
  switch (operator) {
    case 'is-empty':
    case 'is-not-empty':
      return undefined;
    case 'in':
    case 'not-in':
      return [one(), one()];
    case 'between':
      return [one(), one()];
    case 'contains-any':
    case 'contains-all':
    case 'contains-none':
      return [one(), one()].map((choices) => pick(chance, choices as readonly string[]));
    case 'contains':
    case 'starts-with':
      return partOf(one(), operator, chance);
    case 'at-least-ago':
      return { count: 1 + Math.floor(chance() * 20), unit: pick(chance, ['day', 'week', 'hour']) };
    case 'in-last':
    case 'in-next':
      return {
        count: 1 + Math.floor(chance() * 20),
        unit: pick(chance, ['day', 'week']),
        timeZone: pick(chance, ['UTC', 'Europe/Berlin']),
      };
    default:
      return one();
  }
}

/** One question about a field; asked again until it is no range in reverse. */
export function randomCondition(field: FilterField, operator: FilterOperator, leads: readonly LeadRecord[], chance: Chance): FilterTree {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const value = operandOf(field, operator, leads, chance);
    const parsed = parseFilter(registry, { field: field.name, operator, ...(value !== undefined && { value }) });
    if ('filter' in parsed) return parsed.filter;
    const [problem] = parsed.problems;
    if (problem && !['filter.range_reversed', 'filter.currencies_differ'].includes(problem.code))
      throw new Error(JSON.stringify([field.name, operator, value, problem]));
  }
  throw new Error(`no operand was found for ${field.name} ${operator}`);
}

/** Groups in groups of conditions. */
export function randomFilter(leads: readonly LeadRecord[], chance: Chance, depth = 4): FilterTree {
  const kind = depth === 0 ? 1 : chance();
  const inner = (): FilterTree[] => Array.from({ length: Math.floor(chance() * 4) }, () => randomFilter(leads, chance, depth - 1));
  if (kind < 0.25) return { and: inner() };
  if (kind < 0.5) return { or: inner() };
  if (kind < 0.65) return { not: randomFilter(leads, chance, depth - 1) };
  const field = pick(chance, EVERY_FIELD);
  return randomCondition(field, pick(chance, operatorsOf(field)), leads, chance);
}

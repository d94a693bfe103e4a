import { CUSTOM_FIELD_TYPES, type StatedCustomValue, type StatedCustomValues } from '@leadstream/contracts';
import fc from 'fast-check';
import type { CustomValues } from '../src/custom-fields/custom-field.js';
import { normaliseCustomValues } from '../src/custom-fields/values/custom-values.rules.js';
import type { FilterTree } from '../src/filter/condition.js';
import { fieldRegistry } from '../src/filter/fields/field-registry.rules.js';
import { OPERATORS_OF_TYPE } from '../src/filter/parse/operators.rules.js';
import { parseFilter } from '../src/filter/parse/parse-filter.rules.js';
import { EMPTY_LEAD, type LeadRecord } from '../src/lead/lead.js';
import { customField } from './custom-fields.js';

/** One custom field of every type. */
export const everyField = CUSTOM_FIELD_TYPES.map((type) => customField(type));
export const registry = fieldRegistry(everyField);

export const NOW = new Date('2026-06-15T12:00:00Z');

/** A lead captured a week before {@link NOW}. */
export function leadRecord(fields: Partial<LeadRecord> = {}): LeadRecord {
  const weekAgo = new Date('2026-06-08T12:00:00Z');
  const instants = { statusChangedAt: weekAgo, capturedAt: weekAgo, createdAt: weekAgo, updatedAt: weekAgo, deletedAt: null };
  return { ...EMPTY_LEAD, leadId: '01920000-0000-7000-8000-0000000000aa', version: 1, status: 'new', ...instants, ...fields } as LeadRecord;
}

/** Values as they could be stated, few enough to meet. */
const OPERANDS = {
  text: fc.constantFrom('Acme', 'acme', 'Zoë', 'x'),
  'long-text': fc.constantFrom('Acme\nAG', 'x'),
  number: fc.constantFrom('-1.5', '0', '2', '10'),
  money: fc.record({ amount: fc.constantFrom('1', '2.50'), currency: fc.constantFrom('EUR', 'USD') }),
  date: fc.constantFrom('2026-06-14', '2026-06-15', '2026-06-20'),
  'date-time': fc.constantFrom('2026-06-14T12:00:00Z', '2026-06-15T11:59:00Z', '2026-06-16T00:00:00Z'),
  boolean: fc.boolean(),
  'single-choice': fc.constantFrom('gold', 'silver'),
  'multiple-choice': fc.subarray(['sailing', 'chess'], { minLength: 1 }),
  url: fc.constantFrom('https://a.example/', 'https://b.example/x'),
  email: fc.constantFrom('ada@example.com', 'bob@example.com'),
  phone: fc.constantFrom('+4930901820', '+442079460018'),
  'lead-reference': fc.constantFrom('01920000-0000-7000-8000-0000000000aa', '01920000-0000-7000-8000-0000000000bb'),
} as const satisfies Record<(typeof CUSTOM_FIELD_TYPES)[number], fc.Arbitrary<unknown>>;

const span = fc.record({
  count: fc.integer({ min: 1, max: 40 }),
  unit: fc.constantFrom('day', 'week', 'month'),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
});

const condition = fc.constantFrom(...everyField).chain(({ key, type }) =>
  fc.constantFrom(...OPERATORS_OF_TYPE[type]).chain((operator) => {
    const one: fc.Arbitrary<unknown> = OPERANDS[type];
    const value = (): fc.Arbitrary<unknown> => {
      if (operator === 'is-empty' || operator === 'is-not-empty') return fc.constant(undefined);
      if (operator === 'in-last' || operator === 'in-next') return span;
      if (operator === 'at-least-ago')
        return fc.record({ count: fc.integer({ min: 1, max: 40 }), unit: fc.constantFrom('hour', 'day', 'week') });
      if (operator === 'between') return fc.tuple(one, one);
      if (operator === 'contains' || operator === 'starts-with') return fc.constantFrom('ac', 'x', '+49', 'https');
      if (operator === 'in' || operator === 'not-in') return fc.array(one, { minLength: 1, maxLength: 3 });
      return one;
    };
    return value().map((operand) => ({ field: `customFields.${key}`, operator, value: operand }));
  }),
);

function parsed(stated: unknown): FilterTree | undefined {
  const result = parseFilter(registry, stated);
  return 'filter' in result ? result.filter : undefined;
}

/** Conditions over every type and operator; ranges that are stated in reverse are left out. */
export const conditions: fc.Arbitrary<FilterTree> = condition.map(parsed).filter((tree) => tree !== undefined);

/** Filters with groups in groups. */
export const filters: fc.Arbitrary<FilterTree> = fc.letrec<{ node: FilterTree }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'filter' },
    conditions,
    fc.array(tie('node'), { maxLength: 3 }).map((and) => ({ and })),
    fc.array(tie('node'), { maxLength: 3 }).map((or) => ({ or })),
    tie('node').map((not) => ({ not })),
  ),
})).node;

/** Leads with some custom values. */
export const records: fc.Arbitrary<LeadRecord> = fc
  .record(Object.fromEntries(everyField.map(({ key, type }) => [key, OPERANDS[type] as fc.Arbitrary<StatedCustomValue>])), {
    requiredKeys: [],
  })
  .map((stated) => leadRecord({ customFields: valuesOf(stated as StatedCustomValues) }));

/** @throws Error when a value is refused */
export function valuesOf(stated: StatedCustomValues): CustomValues {
  const { values, problems } = normaliseCustomValues(everyField, stated, {});
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return values;
}

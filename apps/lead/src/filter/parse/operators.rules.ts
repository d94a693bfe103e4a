import type { CustomFieldType, FilterOperator } from '@leadstream/contracts';

const EMPTINESS = ['is-empty', 'is-not-empty'] as const;
const EQUALITY = ['eq', 'ne', 'in', 'not-in', ...EMPTINESS] as const;
const ORDER = ['lt', 'lte', 'gt', 'gte', 'between'] as const;
const RELATIVE = ['in-last', 'in-next'] as const;
const AGE = ['at-least-ago'] as const;
const PARTS = ['contains', 'starts-with'] as const;

/** Which operators suit which type. Instants are never looked for to the millisecond; long text is searched, not compared. */
export const OPERATORS_OF_TYPE: Readonly<Record<CustomFieldType, readonly FilterOperator[]>> = {
  text: [...EQUALITY, ...PARTS],
  'long-text': [...PARTS, ...EMPTINESS],
  number: [...EQUALITY, ...ORDER],
  money: ['eq', 'ne', ...ORDER, ...EMPTINESS],
  date: [...EQUALITY, ...ORDER, ...RELATIVE],
  'date-time': [...ORDER, ...RELATIVE, ...AGE, ...EMPTINESS],
  boolean: ['eq', 'ne', ...EMPTINESS],
  'single-choice': EQUALITY,
  'multiple-choice': ['contains-any', 'contains-all', 'contains-none', ...EMPTINESS],
  url: [...EQUALITY, ...PARTS],
  email: [...EQUALITY, ...PARTS],
  phone: [...EQUALITY, ...PARTS],
  'lead-reference': EQUALITY,
};

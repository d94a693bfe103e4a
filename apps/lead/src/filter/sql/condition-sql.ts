import type { FieldValue } from '../../custom-fields/custom-field.js';

/** A question about one of several values. */
export interface ListTest<O extends string> {
  readonly operator: O;
  readonly operands: readonly FieldValue[];
}

/** A question that is true of no empty field; the others are the opposite of one of these. */
export type PositiveTest =
  | { readonly operator: 'is-not-empty' }
  | { readonly operator: 'eq' | 'lt' | 'lte' | 'gt' | 'gte'; readonly operand: FieldValue }
  | ListTest<'in'>
  | ListTest<'contains-any'>
  | ListTest<'contains-all'>
  | { readonly operator: 'between'; readonly from: FieldValue; readonly to: FieldValue }
  | { readonly operator: 'contains' | 'starts-with'; readonly text: string };

/** SQL of a question. */
export interface ConditionSql {
  readonly sql: string;
  /** Whether it may be null, which means no: it must be brought to false before it is negated. */
  readonly isNullable: boolean;
}

export const COMPARISONS = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

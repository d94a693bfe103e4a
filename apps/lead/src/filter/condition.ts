import type { CustomFieldType, FilterUnit } from '@leadstream/contracts';
import type { FieldValue } from '../custom-fields/custom-field.js';
import type { ClockSpan, FieldRef, TextCase } from './filter-field.js';

/** What a condition asks of a field. Operands are in the stored form of the field's type. */
export type FieldTest =
  | { readonly operator: 'is-empty' }
  | { readonly operator: 'is-not-empty' }
  | { readonly operator: 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte'; readonly operand: FieldValue }
  | { readonly operator: 'in' | 'not-in' | 'contains-any' | 'contains-all' | 'contains-none'; readonly operands: readonly FieldValue[] }
  /** Both ends are included. */
  | { readonly operator: 'between'; readonly from: FieldValue; readonly to: FieldValue }
  /** `text` compares without regard to case. */
  | { readonly operator: 'contains' | 'starts-with'; readonly text: string }
  | RelativeTest
  | AgeTest;

/** A span of time that ends or begins now; `timeZone` is a canonical IANA name and says when days begin. */
export interface RelativeTest {
  readonly operator: 'in-last' | 'in-next';
  readonly count: number;
  readonly unit: FilterUnit;
  readonly timeZone: string;
}

/** So long ago or longer, by the clock. */
export interface AgeTest extends ClockSpan {
  readonly operator: 'at-least-ago';
}

/** One question about one field. */
export interface Condition {
  readonly field: FieldRef;
  readonly type: CustomFieldType;
  readonly textCase: TextCase;
  readonly test: FieldTest;
}

/**
 * A filter as plain data: stored with segments and exports, translated to SQL, judged in memory.
 *
 * It has two truth values. Of an empty field `is-empty`, `ne`, `not-in` and `contains-none` are true and every other test is false; so
 * `ne` is the opposite of `eq`, `not-in` of `in`, `contains-none` of `contains-any`, and `not` of what it stands before. SQL that answers null must be brought to false before it is negated.
 * An empty `and` is true, an empty `or` false.
 */
export type FilterTree =
  Condition | { readonly and: readonly FilterTree[] } | { readonly or: readonly FilterTree[] } | { readonly not: FilterTree };

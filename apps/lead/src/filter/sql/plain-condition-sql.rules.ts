import type { FieldValue, FieldValues, Money } from '../../custom-fields/custom-field.js';
import type { FieldPlace, FilterField } from '../filter-field.js';
import type { Binds } from './binds.js';
import { COMPARISONS, type ConditionSql, type PositiveTest } from './condition-sql.js';
import { textFoldSql } from './text-fold-sql.rules.js';

type RowPlace = Exclude<FieldPlace, { table: unknown } | { derived: unknown }>;
type RowField = FilterField & { readonly place: RowPlace };

/** SQL of a question about a field as it lies in the row of its lead: a column, or a member of a JSON column. */
export function plainConditionSql(field: RowField, test: PositiveTest, binds: Binds): ConditionSql {
  switch (test.operator) {
    case 'is-not-empty':
      return { sql: `${rawSql(field.place, binds)} IS NOT NULL`, isNullable: false };
    case 'contains':
      return nullable(`strpos(${textFoldSql(rawSql(field.place, binds))}, ${binds.add(test.text, 'text')}) > 0`);
    case 'starts-with':
      return nullable(`starts_with(${textFoldSql(rawSql(field.place, binds))}, ${binds.add(test.text, 'text')})`);
    case 'contains-any':
    case 'contains-all':
      return nullable(
        `${jsonSql(field.place, binds)} ${test.operator === 'contains-any' ? '?|' : '?&'} ${binds.add(test.operands, 'text[]')}`,
      );
    case 'in':
      return nullable(`${comparableSql(field, binds)} = ANY (${binds.add(test.operands, `${operandType(field)}[]` as 'text[]')})`);
    case 'between':
      return nullable(`${comparisonSql(field, '>=', test.from, binds)} AND ${comparisonSql(field, '<=', test.to, binds)}`);
    default:
      return nullable(comparisonSql(field, COMPARISONS[test.operator], test.operand, binds));
  }
}

function nullable(sql: string): ConditionSql {
  return { sql, isNullable: true };
}

/** Text of a JSON member, or the column. Of an amount the amount alone. */
function rawSql(place: RowPlace, binds: Binds): string {
  if ('fieldId' in place) return `(lead.custom_fields ->> ${binds.add(place.fieldId, 'text')})`;
  return place.member === undefined ? `lead.${place.column}` : `(lead.${place.column} ->> ${binds.add(place.member, 'text')})`;
}

function jsonSql(place: RowPlace, binds: Binds): string {
  return 'fieldId' in place ? `(lead.custom_fields -> ${binds.add(place.fieldId, 'text')})` : `lead.${place.column}`;
}

function comparisonSql(field: RowField, operator: string, operand: FieldValue, binds: Binds): string {
  if (field.shape.type === 'money') return moneySql(field.place, operator, operand as Money, binds);
  return `${comparableSql(field, binds)} ${operator} ${binds.add(operand, operandType(field))}`;
}

/** Amounts of two currencies have no order: nothing holds of them. */
function moneySql(place: RowPlace, operator: string, { amount, currency }: Money, binds: Binds): string {
  const members = 'fieldId' in place ? ['amount', 'currency'] : [place.member, 'currency'];
  const of = 'fieldId' in place ? jsonSql(place, binds) : `lead.${place.column}`;
  const [amountSql, currencySql] = members.map((member) => `${of} ->> ${binds.add(member, 'text')}`);
  return `(${currencySql} = ${binds.add(currency, 'text')} AND (${amountSql})::numeric ${operator} ${binds.add(amount, 'numeric')})`;
}

/** SQL that compares as sort keys do. */
function comparableSql({ shape: { type }, textCase, place }: RowField, binds: Binds): string {
  const raw = rawSql(place, binds);
  if (type === 'number') return `${raw}::numeric`;
  if (type === 'boolean') return `${raw}::boolean`;
  if (type === 'text' && textCase === 'folded') return textFoldSql(raw);
  return isColumn(place) ? raw : `${raw} COLLATE "C"`;
}

type OperandType = 'text' | 'uuid' | 'numeric' | 'timestamptz' | 'boolean';
const COLUMN_TYPES: Partial<Record<keyof FieldValues, OperandType>> = { 'lead-reference': 'uuid', 'date-time': 'timestamptz' };

/** Ids and instants have types of their own in columns, in JSON they are text. */
function operandType({ shape: { type }, place }: RowField): OperandType {
  if (type === 'number') return 'numeric';
  if (type === 'boolean') return 'boolean';
  return (isColumn(place) && COLUMN_TYPES[type]) || 'text';
}

function isColumn(place: RowPlace): boolean {
  return 'column' in place && place.member === undefined;
}

import type { CustomFieldType } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { FieldValue, Money } from '../../custom-fields/custom-field.js';
import { sortKeys } from '../../custom-fields/index/sort-key.rules.js';
import type { Binds } from './binds.js';
import { COMPARISONS, type ConditionSql, type PositiveTest } from './condition-sql.js';
import { afterPrefix, textFoldSql } from './text-fold-sql.rules.js';

const KEY = 'v.sort_key';

/**
 * SQL of a question about an indexed custom field, answered from the rows beside the leads.
 * @param test any but whether there is a value
 */
export function indexedConditionSql(
  field: { readonly fieldId: Uuid; readonly type: CustomFieldType },
  test: Exclude<PositiveTest, { operator: 'is-not-empty' }>,
  binds: Binds,
): ConditionSql {
  const fieldId = binds.add(field.fieldId, 'uuid');
  const holds = (condition: string): string => holdsSql(fieldId, condition);
  if (test.operator === 'contains-all') {
    return exact(test.operands.map((operand) => holds(keySql('=', operand, field.type, binds))).join(' AND '));
  }
  return exact(holds(rangeSql(field.type, test, binds)));
}

/** SQL of whether a reference names one of some leads. @param family SQL of an array of their ids as texts */
export function indexedFamilySql(fieldId: Uuid, family: string, binds: Binds): ConditionSql {
  return exact(holdsSql(binds.add(fieldId, 'uuid'), `${KEY} = ANY (${family})`));
}

function holdsSql(fieldId: string, condition: string): string {
  return `EXISTS (SELECT FROM lead_custom_value AS v WHERE v.tenant_id = lead.tenant_id AND v.field_id = ${fieldId} AND v.lead_id = lead.lead_id AND ${condition})`;
}

function exact(sql: string): ConditionSql {
  return { sql: `(${sql})`, isNullable: false };
}

/** All but `contains-all`, which asks for several rows. */
type Ranged = Exclude<PositiveTest, { operator: 'is-not-empty' | 'contains-all' }>;

function rangeSql(type: CustomFieldType, test: Ranged, binds: Binds): string {
  switch (test.operator) {
    case 'in':
    case 'contains-any':
      return `${KEY} = ANY (${binds.add(
        test.operands.flatMap((operand) => keysOf(type, operand)),
        'text[]',
      )})`;
    case 'between':
      return `${keySql('>=', test.from, type, binds)} AND ${keySql('<=', test.to, type, binds)}`;
    case 'contains':
      return `strpos(${foldedKey(type)}, ${binds.add(test.text, 'text')}) > 0`;
    case 'starts-with':
      return startsWithSql(type, test.text, binds);
    default:
      return comparisonSql(type, test.operator, test.operand, binds);
  }
}

function comparisonSql(type: CustomFieldType, operator: keyof typeof COMPARISONS, operand: FieldValue, binds: Binds): string {
  const compared = keySql(COMPARISONS[operator], operand, type, binds);
  if (type !== 'money' || operator === 'eq') return compared;
  // Amounts order within their currency only, whose keys all begin with it.
  const currency = `${(operand as Money).currency} `;
  const end = operator === 'lt' || operator === 'lte' ? `${KEY} >= ${binds.add(currency, 'text')}` : before(afterPrefix(currency), binds);
  return `${compared} AND ${end}`;
}

function startsWithSql(type: CustomFieldType, prefix: string, binds: Binds): string {
  if (type !== 'text') return `starts_with(${foldedKey(type)}, ${binds.add(prefix, 'text')})`;
  return `${KEY} >= ${binds.add(prefix, 'text')} AND ${before(afterPrefix(prefix), binds)}`;
}

function before(end: string | undefined, binds: Binds): string {
  return end === undefined ? 'true' : `${KEY} < ${binds.add(end, 'text')}`;
}

/** Keys of text are folded already, those of addresses are as stored. */
function foldedKey(type: CustomFieldType): string {
  return type === 'text' ? KEY : textFoldSql(KEY);
}

function keySql(operator: string, operand: FieldValue, type: CustomFieldType, binds: Binds): string {
  const [key = ''] = keysOf(type, operand);
  return `${KEY} ${operator} ${binds.add(key, 'text')}`;
}

/** Choices are asked for one by one. */
function keysOf(type: CustomFieldType, operand: FieldValue): readonly string[] {
  return type === 'multiple-choice' ? [operand as string] : sortKeys(type, operand);
}

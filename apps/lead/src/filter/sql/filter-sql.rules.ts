import type { FieldValue } from '../../custom-fields/custom-field.js';
import type { Condition, FilterTree } from '../condition.js';
import type { FieldRegistry } from '../fields/field-registry.rules.js';
import type { Binds } from './binds.js';
import type { ConditionSql, PositiveTest } from './condition-sql.js';
import { derivedConditionSql } from './derived-condition-sql.rules.js';
import { familySql } from './family-sql.rules.js';
import { indexedConditionSql, indexedFamilySql } from './indexed-condition-sql.rules.js';
import { tagConditionSql } from './tag-condition-sql.rules.js';
import { plainConditionSql } from './plain-condition-sql.rules.js';
import { positiveTest } from './positive-test.rules.js';
import type { FilterField } from '../filter-field.js';

/** What a translation needs beside the filter. */
export interface SqlContext {
  readonly registry: FieldRegistry;
  readonly binds: Binds;
  /** What relative tests count from. */
  readonly now: Date;
  /** Whether a lead that is named counts as it was stated, whatever it went into. */
  readonly asStated?: boolean;
  /** SQL of the score of a row of `lead` at that instant, in tenths of points; needed for filters that name it. */
  readonly scoreTenthsSql?: ((binds: Binds, now: Date) => string) | undefined;
}

/**
 * A filter as a condition on rows of `lead`, true of exactly those of which `matches` is. Negations go down to the conditions, so that
 * those that an index can answer stay as they are.
 */
export function filterSql(tree: FilterTree, context: SqlContext, isNegated = false): string {
  if ('not' in tree) return filterSql(tree.not, context, !isNegated);
  if ('and' in tree) return joined(tree.and, isNegated ? 'OR' : 'AND', context, isNegated);
  if ('or' in tree) return joined(tree.or, isNegated ? 'AND' : 'OR', context, isNegated);
  const { test, isNegated: isOpposite } = positiveTest(tree, context.now);
  const condition = conditionSql(tree, test, context);
  return isNegated === isOpposite ? condition.sql : negated(condition);
}

function joined(nodes: readonly FilterTree[], word: 'AND' | 'OR', context: SqlContext, isNegated: boolean): string {
  if (nodes.length === 0) return String(word === 'AND');
  return `(${nodes.map((node) => filterSql(node, context, isNegated)).join(` ${word} `)})`;
}

function negated({ sql, isNullable }: ConditionSql): string {
  return isNullable ? `(${sql}) IS NOT TRUE` : `NOT (${sql})`;
}

/** A field that is gone is empty. */
function conditionSql({ field: ref }: Condition, test: PositiveTest, context: SqlContext): ConditionSql {
  const { registry, binds } = context;
  const field = registry.resolve(ref);
  if (field === undefined) return { sql: 'false', isNullable: false };
  if (!context.asStated && isReference(field)) {
    if (test.operator === 'eq') return referenceSql(field, [test.operand], binds);
    if (test.operator === 'in') return referenceSql(field, test.operands, binds);
  }
  if (isIndexed(field) && test.operator !== 'is-not-empty') {
    return indexedConditionSql({ fieldId: field.place.fieldId, type: field.shape.type }, test, binds);
  }
  const { place } = field;
  if ('derived' in place) return derivedConditionSql(place.derived, test, context);
  return 'table' in place ? tagConditionSql(test, binds) : plainConditionSql({ ...field, place }, test, binds);
}

type ReferenceField = FilterField & { readonly place: { readonly fieldId: string; readonly indexed: boolean } };

/** Whether the field names leads, which may go into others. */
function isReference(field: FilterField): field is ReferenceField {
  return field.shape.type === 'lead-reference' && 'fieldId' in field.place;
}

function referenceSql({ place }: ReferenceField, leadIds: readonly FieldValue[], binds: Binds): ConditionSql {
  const family = familySql(leadIds, binds);
  return place.indexed
    ? indexedFamilySql(place.fieldId, family, binds)
    : { sql: `(lead.custom_fields ->> ${binds.add(place.fieldId, 'text')}) = ANY (${family})`, isNullable: true };
}

type IndexedField = FilterField & { readonly place: { readonly fieldId: string } };

function isIndexed(field: FilterField): field is IndexedField {
  return 'fieldId' in field.place && field.place.indexed;
}

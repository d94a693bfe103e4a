import type { FieldProblem } from '@leadstream/kernel';
import { type CustomFieldDefinition, needsIndex } from '../custom-field.js';
import { keyFold } from './field-key.rules.js';

/** Of one entity of a tenant. */
export const MAX_LIVE_FIELDS = 200;
/** Archived ones included: they are read with every lead. */
export const MAX_FIELDS = 1_000;
/** Fields that are indexed or unique; each costs a write with every lead that has a value. */
export const MAX_INDEXED_FIELDS = 20;

type Member = Pick<CustomFieldDefinition, 'entity' | 'key' | 'archived' | 'indexed' | 'unique'> & { readonly fieldId?: string };

/** The other field of the entity, live or archived, that has this key; `budget-tier` and `budgetTier` are one. */
export function keyHolder(field: Member, others: readonly CustomFieldDefinition[]): CustomFieldDefinition | undefined {
  return siblings(field, others).find(({ key }) => keyFold(key) === keyFold(field.key));
}

/** Which limits of the tenant a field would break. */
export function limitProblems(field: Member, others: readonly CustomFieldDefinition[]): readonly FieldProblem[] {
  const beside = siblings(field, others);
  const live = beside.filter(({ archived }) => !archived);
  const problems: FieldProblem[] = [];
  if (beside.length >= MAX_FIELDS)
    problems.push({ path: '', code: 'custom_field.too_many', message: `May be ${MAX_FIELDS} with archived ones.` });
  if (field.archived) return problems;
  if (live.length >= MAX_LIVE_FIELDS) {
    problems.push({ path: 'archived', code: 'custom_field.too_many_live', message: `May be ${MAX_LIVE_FIELDS} that are not archived.` });
  }
  if (needsIndex(field) && live.filter(needsIndex).length >= MAX_INDEXED_FIELDS) {
    const path = field.indexed ? 'indexed' : 'unique';
    problems.push({ path, code: 'custom_field.too_many_indexed', message: `May be ${MAX_INDEXED_FIELDS} that are indexed or unique.` });
  }
  return problems;
}

function siblings({ entity, fieldId }: Member, others: readonly CustomFieldDefinition[]): readonly CustomFieldDefinition[] {
  return others.filter((other) => other.entity === entity && other.fieldId !== fieldId);
}

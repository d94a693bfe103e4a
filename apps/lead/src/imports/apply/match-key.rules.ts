import type { Uuid } from '@leadstream/kernel';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { readFileValue } from '../../custom-fields/files/file-value.rules.js';
import { sortKeys } from '../../custom-fields/index/sort-key.rules.js';
import { checkValue } from '../../custom-fields/values/value-checks.rules.js';
import type { Identifier, LeadRecord } from '../../lead/lead.js';
import type { LeadDirectory } from '../../lead/lead-directory.rules.js';
import { accept, type Checked, refuse } from '../../lead/values/checked.rules.js';
import { customKey } from '../plan/custom-columns.rules.js';
import type { ImportPlan } from '../plan/import-plan.js';
import type { ReadRow } from '../plan/said.rules.js';

/** By what a row finds its lead; `value` is the same for all values that count as one. */
export type MatchKey =
  | { readonly identifier: Identifier; readonly value: string }
  /** `value` is the sort key of a unique custom field. */
  | { readonly fieldId: Uuid; readonly value: string };

/**
 * @param definitions of the tenant's custom fields; nothing is asked of them where rows are matched by an identifier
 * @returns null for a row that does not say; refused where it says what the field cannot hold, or the field is unique no more
 */
export function matchKeyOf(
  { fields, custom }: ReadRow,
  plan: Pick<ImportPlan, 'matchBy' | 'decimalSign' | 'timeZone' | 'dateOrder'>,
  definitions: readonly CustomFieldDefinition[],
): Checked<MatchKey | null> {
  const key = customKey(plan.matchBy);
  if (key === undefined) {
    const identifier = plan.matchBy as Identifier;
    const value = fields[identifier];
    return accept(value ? { identifier, value } : null);
  }
  const definition = definitions.find((one) => one.key === key);
  if (!definition?.unique || definition.archived)
    return refuse('match.not_unique', 'The field that rows are matched by is unique no more.');
  const read = readFileValue(definition, custom?.get(key) ?? '', plan);
  const checked = read.ok ? checkValue(read.value, definition) : read;
  if (!checked.ok) return checked;
  const [value] = checked.value === null ? [] : sortKeys(definition.type, checked.value);
  return accept(value === undefined ? null : { fieldId: definition.fieldId, value });
}

/** The lead that a row is about, as it is after the rows above it. */
export function holderOf(directory: LeadDirectory, key: MatchKey): LeadRecord | undefined {
  return 'fieldId' in key
    ? directory.holderOfValue({ fieldId: key.fieldId, sortKey: key.value })
    : directory.holderOf(key.identifier, key.value);
}

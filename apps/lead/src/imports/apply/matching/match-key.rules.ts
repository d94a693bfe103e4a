import type { ImportMatchField } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { CustomFieldDefinition } from '../../../custom-fields/custom-field.js';
import { readFileValue } from '../../../custom-fields/files/file-value.rules.js';
import { isUniqueKept } from '../../../custom-fields/index/index-state.rules.js';
import { sortKeys } from '../../../custom-fields/index/sort-key.rules.js';
import { checkValue } from '../../../custom-fields/values/value-checks.rules.js';
import type { Identifier, LeadRecord } from '../../../lead/lead.js';
import type { LeadDirectory } from '../../../lead/lead-directory.rules.js';
import { accept, type Checked, refuse } from '../../../lead/values/checked.rules.js';
import { customKey } from '../../plan/custom-columns.rules.js';
import type { ImportPlan } from '../../plan/import-plan.js';
import type { ReadRow } from '../../plan/said.rules.js';

/** By what a row finds its lead. */
export interface MatchKey {
  readonly field: ImportMatchField;
  /** Of the custom field, where it is one. */
  readonly fieldId?: Uuid;
  /** The same for all values that count as one: of a custom field its sort key. */
  readonly value: string;
}

/** How keys are read from a row. */
export type MatchPlan = Pick<ImportPlan, 'matchBy' | 'decimalSign' | 'timeZone' | 'dateOrder'>;

/**
 * The keys that a row states, in the order in which they are asked.
 * @param definitions of the tenant's custom fields; nothing is asked of them where rows are matched by identifiers
 * @returns refused, under its path, where the row says what a field cannot hold, or a field is unique no more
 */
export function matchKeysOf(row: ReadRow, plan: MatchPlan, definitions: readonly CustomFieldDefinition[]): Checked<readonly MatchKey[]> {
  const keys: MatchKey[] = [];
  for (const field of plan.matchBy) {
    const key = customKey(field);
    if (key === undefined) {
      const value = row.fields[field as Identifier];
      if (value) keys.push({ field, value });
      continue;
    }
    const checked = customMatchKey(row, field, key, plan, definitions);
    if (!checked.ok) return { ...checked, path: field };
    if (checked.value) keys.push(checked.value);
  }
  return accept(keys);
}

function customMatchKey(
  { custom, customNumbers }: ReadRow,
  field: ImportMatchField,
  key: string,
  plan: MatchPlan,
  definitions: readonly CustomFieldDefinition[],
): Checked<MatchKey | null> {
  const definition = definitions.find((one) => one.key === key);
  if (!definition || !isUniqueKept(definition)) return refuse('match.not_unique', 'The field that rows are matched by is unique no more.');
  const read = readFileValue(definition, custom?.get(key) ?? '', { ...plan, numbers: customNumbers });
  const checked = read.ok ? checkValue(read.value, definition) : read;
  if (!checked.ok) return checked;
  const [value] = checked.value === null ? [] : sortKeys(definition.type, checked.value);
  return accept(value === undefined ? null : { field, fieldId: definition.fieldId, value });
}

/** A lead and the key by which a row found it. */
export interface FoundLead {
  readonly lead: LeadRecord;
  readonly by: ImportMatchField;
}

/**
 * The lead that a row is about, as it is after the rows above it: the one that the first key finds which finds any.
 * @returns another one, too, where a later key finds it
 */
export function findLead(directory: LeadDirectory, keys: readonly MatchKey[]): { readonly found?: FoundLead; readonly other?: FoundLead } {
  let found: FoundLead | undefined;
  for (const key of keys) {
    const lead = holderOf(directory, key);
    if (!lead) continue;
    if (found && found.lead.leadId !== lead.leadId) return { found, other: { lead, by: key.field } };
    found ??= { lead, by: key.field };
  }
  return found ? { found } : {};
}

function holderOf(directory: LeadDirectory, { field, fieldId, value }: MatchKey): LeadRecord | undefined {
  return fieldId === undefined ? directory.holderOf(field as Identifier, value) : directory.holderOfValue({ fieldId, sortKey: value });
}

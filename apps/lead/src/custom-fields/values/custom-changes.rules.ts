import { isDeepStrictEqual } from 'node:util';
import type { FieldChange } from '../../lead/lead.js';
import type { CustomFieldKey, CustomValues, FieldValue } from '../custom-field.js';
import { CUSTOM_FIELDS } from './custom-values.rules.js';

const PREFIX = `${CUSTOM_FIELDS}.`;

/** One change a field, named `customFields.<id>`: what is kept outlives a new key. */
export function customChanges(before: CustomValues, after: CustomValues): FieldChange[] {
  const fieldIds = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fieldIds
    .filter((fieldId) => !isDeepStrictEqual(before[fieldId], after[fieldId]))
    .map((fieldId) => ({ field: `${PREFIX}${fieldId}`, before: before[fieldId] ?? null, after: after[fieldId] ?? null }));
}

/** Whether a change is one of a custom field. */
export function isCustomChange({ field }: Pick<FieldChange, 'field'>): boolean {
  return field.startsWith(PREFIX);
}

/** Values after one of {@link customChanges}. */
export function withCustomChange(values: CustomValues, { field, after }: FieldChange): CustomValues {
  const { [field.slice(PREFIX.length)]: _, ...others } = values;
  return after === null ? others : { ...others, [field.slice(PREFIX.length)]: after as FieldValue };
}

/** The name of a changed field as the API has it, by its present key; of a field that is gone, by its id. */
export function shownFieldName(keys: readonly CustomFieldKey[], field: string): string {
  if (!isCustomChange({ field })) return field;
  const fieldId = field.slice(PREFIX.length);
  return `${PREFIX}${keys.find((one) => one.fieldId === fieldId)?.key ?? fieldId}`;
}

/** The name under which changes of a field are kept, by its name in the API. */
export function keptFieldName(keys: readonly CustomFieldKey[], field: string): string {
  if (!isCustomChange({ field })) return field;
  const key = field.slice(PREFIX.length);
  return `${PREFIX}${keys.find((one) => one.key === key)?.fieldId ?? key}`;
}

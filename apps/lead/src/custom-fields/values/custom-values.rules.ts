import type { CustomValue, StatedCustomValues } from '@leadstream/contracts';
import type { FieldProblem, Uuid } from '@leadstream/kernel';
import {
  type CustomFieldDefinition,
  type CustomFieldKey,
  type CustomValues,
  type FieldValue,
  presentCustomValue,
} from '../custom-field.js';
import { checkValue } from './value-checks.rules.js';

/** Of all values of one record as JSON: what its event can carry beside its other fields. */
const MAX_SIZE_BYTES = 262_144;

/** Member of a record under which values are stated and shown by key. */
export const CUSTOM_FIELDS = 'customFields';

export interface NormalisedCustomValues {
  /** All values after the change; what was refused is as before. */
  readonly values: CustomValues;
  readonly problems: readonly FieldProblem[];
}

/**
 * Brings stated values into their stored form and merges them into what the record has (RFC 7396); every way in (API, import) goes through here.
 * @param definitions of the record's entity, archived ones included
 * @param stated by key; null and a blank text clear
 * @param current by field id; left out for a new record, which gets defaults and must state what is required
 */
export function normaliseCustomValues(
  definitions: readonly CustomFieldDefinition[],
  stated: StatedCustomValues,
  current?: CustomValues,
): NormalisedCustomValues {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const values = new Map<Uuid, FieldValue>(Object.entries(current ?? defaultsOf(definitions)));
  const problems: FieldProblem[] = [];
  for (const [key, value] of Object.entries(stated)) {
    const definition = byKey.get(key);
    const problem = unwritable(key, definition);
    if (definition === undefined || problem) {
      if (problem) problems.push(problem);
      continue;
    }
    const { fieldId } = definition;
    const checked = checkValue(value, definition, current?.[fieldId]);
    if (!checked.ok) problems.push({ path: pathOf(key, checked.path), code: checked.code, message: checked.message });
    else if (checked.value !== null) values.set(fieldId, checked.value);
    else if (definition.required) problems.push(missing(key));
    else values.delete(fieldId);
  }
  if (current === undefined) problems.push(...unstated(definitions, stated, values));
  const merged = Object.fromEntries(values);
  if (Buffer.byteLength(JSON.stringify(merged)) > MAX_SIZE_BYTES) problems.push(TOO_LARGE);
  return { values: merged, problems };
}

const TOO_LARGE: FieldProblem = {
  path: CUSTOM_FIELDS,
  code: 'custom_field.too_large',
  message: `All values together may have ${MAX_SIZE_BYTES} bytes at most.`,
};

function defaultsOf(definitions: readonly CustomFieldDefinition[]): CustomValues {
  const given = definitions.flatMap(({ fieldId, archived, default: value }) =>
    archived || value === null ? [] : [[fieldId, value] as const],
  );
  return Object.fromEntries(given);
}

function unwritable(key: string, definition: CustomFieldDefinition | undefined): FieldProblem | undefined {
  if (definition === undefined)
    return { path: pathOf(key.slice(0, 64)), code: 'custom_field.unknown', message: 'No custom field has this key.' };
  if (definition.archived)
    return { path: pathOf(key), code: 'custom_field.archived', message: 'The field is archived and cannot be written.' };
  return undefined;
}

/** Required fields that a new record says nothing about and that have no default. */
function unstated(
  definitions: readonly CustomFieldDefinition[],
  stated: StatedCustomValues,
  values: ReadonlyMap<Uuid, FieldValue>,
): readonly FieldProblem[] {
  return definitions
    .filter(({ key, fieldId, required, archived }) => required && !archived && !Object.hasOwn(stated, key) && !values.has(fieldId))
    .map(({ key }) => missing(key));
}

function missing(key: string): FieldProblem {
  return { path: pathOf(key), code: 'custom_field.required', message: 'The field needs a value.' };
}

function pathOf(key: string, member?: string): string {
  return member === undefined ? `${CUSTOM_FIELDS}.${key}` : `${CUSTOM_FIELDS}.${key}.${member}`;
}

/** Values by key, as the API shows them; archived fields included, values of fields that are gone left out. */
export function customValuesByKey(keys: readonly CustomFieldKey[], values: CustomValues): Record<string, CustomValue> {
  const held = keys.flatMap(({ fieldId, key, survivors }) => {
    const value = values[fieldId];
    return value === undefined ? [] : [[key, survivors?.get(value as Uuid) ?? presentCustomValue(value)] as const];
  });
  return Object.fromEntries(held);
}

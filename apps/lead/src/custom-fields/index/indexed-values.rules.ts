import type { Uuid } from '@leadstream/kernel';
import { type CustomFieldDefinition, type CustomValues, needsIndex } from '../custom-field.js';
import { isUniqueKept } from './index-state.rules.js';
import { sortKeys } from './sort-key.rules.js';

/** A row beside a record, through which an index finds it by a custom value. */
export interface IndexedValue {
  readonly fieldId: Uuid;
  /** Compares in collation `C` as the values do. */
  readonly sortKey: string;
  /** Whether no other live record may have this key. */
  readonly unique: boolean;
  /** False while it is not known whether another one has it, though none may. */
  readonly settled: boolean;
}

/** The rows that a record's values need: of live fields that are indexed or unique. */
export function indexedValues(definitions: readonly CustomFieldDefinition[], values: CustomValues): readonly IndexedValue[] {
  return definitions
    .filter((definition) => !definition.archived && needsIndex(definition))
    .flatMap((definition) => {
      const { fieldId, type } = definition;
      const value = values[fieldId];
      const unique = isUniqueKept(definition);
      const settled = unique || !definition.unique;
      return value === undefined ? [] : sortKeys(type, value).map((sortKey) => ({ fieldId, sortKey, unique, settled }));
    });
}

/** Of {@link indexedValues} those that one live record at most may have, with the key of their field. */
export function uniqueValues(
  definitions: readonly CustomFieldDefinition[],
  values: CustomValues,
): readonly (IndexedValue & { readonly key: string })[] {
  return definitions
    .filter(isUniqueKept)
    .flatMap((definition) => indexedValues([definition], values).map((value) => ({ ...value, key: definition.key })));
}

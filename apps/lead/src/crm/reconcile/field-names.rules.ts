import type { CrmFieldMapping } from '@leadstream/contracts';
import type { CustomFieldKey } from '../../custom-fields/custom-field.js';
import { keptFieldName, shownFieldName } from '../../custom-fields/values/custom-changes.rules.js';
import type { SyncNote } from '../run/sync-run.js';

type Keys = readonly CustomFieldKey[];

/** A mapping as it is kept: custom fields by their ids, so that it outlives a new key. */
export function keptMapping(mapping: readonly CrmFieldMapping[], keys: Keys): CrmFieldMapping[] {
  return mapping.map((one) => ({ ...one, field: keptFieldName(keys, one.field) }));
}

/** Whatever says something of fields, a mapping too, by the names that the API has for them: custom fields by their present keys. */
export function named<T extends { readonly field: string }>(said: readonly T[], keys: Keys): T[] {
  return said.map((one) => ({ ...one, field: shownFieldName(keys, one.field) }));
}

/** Notes as they are kept: what a run had to say, by the keys of the time. */
export function namedNotes(notes: readonly SyncNote[], keys: Keys): SyncNote[] {
  return notes.map((note) => ({
    ...note,
    fields: note.fields.map((field) => shownFieldName(keys, field)),
    conflicts: named(note.conflicts, keys),
  }));
}

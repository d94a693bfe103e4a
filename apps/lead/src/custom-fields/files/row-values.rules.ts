import type { StatedCustomValue, StatedCustomValues } from '@leadstream/contracts';
import type { FieldProblem } from '@leadstream/kernel';
import type { CustomFieldDefinition } from '../custom-field.js';
import { CUSTOM_FIELDS } from '../values/custom-values.rules.js';
import { type FileReading, readFileValue } from './file-value.rules.js';

export interface RowValues {
  /** By key, for `acceptCustomValues`, which judges them against the definitions and what the lead has. */
  readonly stated: StatedCustomValues;
  /** Cells that say nothing that their field could take. */
  readonly problems: readonly FieldProblem[];
}

/**
 * What the custom columns of one row say. A blank cell says nothing.
 * @param definitions archived ones included
 * @param cells text by key of the field
 */
export function readRowValues(
  definitions: readonly CustomFieldDefinition[],
  cells: ReadonlyMap<string, string>,
  reading: FileReading,
): RowValues {
  const problems: FieldProblem[] = [];
  const stated: Record<string, StatedCustomValue> = {};
  for (const [key, cell] of cells) {
    if (cell.trim() === '') continue;
    const definition = definitions.find((one) => one.key === key);
    if (definition === undefined) {
      stated[key] = cell;
      continue;
    }
    const checked = readFileValue(definition, cell, reading);
    if (checked.ok) stated[key] = checked.value;
    else
      problems.push({ path: [CUSTOM_FIELDS, key, checked.path].filter(Boolean).join('.'), code: checked.code, message: checked.message });
  }
  return { stated, problems };
}

import type { ImportTarget } from '@leadstream/contracts';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { readRowValues } from '../../custom-fields/files/row-values.rules.js';
import type { ImportPlan } from './import-plan.js';
import type { RowReading } from './row.rules.js';

const PREFIX = 'customFields.';

/** Key of the custom field that a target names, or undefined for any other field. */
export function customKey(target: ImportTarget): string | undefined {
  return target.startsWith(PREFIX) ? target.slice(PREFIX.length) : undefined;
}

/** Cells of custom columns by the key of their field; undefined where a row has none. */
export function customCells(said: ReadonlyMap<ImportTarget, string>): ReadonlyMap<string, string> | undefined {
  const cells = [...said].flatMap(([target, text]) => {
    const key = customKey(target);
    return key === undefined ? [] : [[key, text] as const];
  });
  return cells.length > 0 ? new Map(cells) : undefined;
}

/** Reads the custom columns of a row by the definitions that hold when it goes in. */
export function withCustomValues(
  reading: RowReading,
  definitions: readonly CustomFieldDefinition[],
  { decimalSign, timeZone }: Pick<ImportPlan, 'decimalSign' | 'timeZone'>,
): RowReading {
  if (!('row' in reading) || !reading.row.custom) return reading;
  const { stated, problems } = readRowValues(definitions, reading.row.custom, { decimalSign, timeZone });
  const [problem] = problems;
  return problem ? { refusal: problem } : { row: { ...reading.row, stated } };
}

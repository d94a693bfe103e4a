import type { ImportTarget } from '@leadstream/contracts';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { readRowValues } from '../../custom-fields/files/row-values.rules.js';
import { refusedRow, rowIn } from './forbidding.rules.js';
import { type ImportPlan, isMatchKey } from './import-plan.js';
import type { RowReading } from './row.rules.js';
import type { ReadRow, RowReason } from './said.rules.js';

const PREFIX = 'customFields.' as const;

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

/** Keys of the custom fields among targets; undefined where there are none. */
export function customKeys(targets: ReadonlySet<ImportTarget>): ReadonlySet<string> | undefined {
  const keys = [...targets].flatMap((target) => customKey(target) ?? []);
  return keys.length > 0 ? new Set(keys) : undefined;
}

/** Reads the custom columns of a row by the definitions that hold when it goes in. */
export function withCustomValues(
  reading: RowReading,
  definitions: readonly CustomFieldDefinition[],
  plan: Pick<ImportPlan, 'decimalSign' | 'timeZone' | 'dateOrder' | 'onBadValue' | 'matchBy'>,
): RowReading {
  const row = rowIn(reading);
  if (!row?.custom) return reading;
  const { stated, problems } = readRowValues(definitions, row.custom, { ...plan, numbers: row.customNumbers });
  if (!('row' in reading)) return { ...reading, forbids: { ...row, stated } };
  const serious = problems.find(({ path }) => !mayLeaveOut(customKeyOf(path), plan));
  if (serious) return refusedRow({ ...row, stated }, serious);
  return { row: { ...withWarnings(row, problems), stated } };
}

/** Whether a custom value that its field refuses is left out rather than the row. */
export function mayLeaveOut(key: string, plan: Pick<ImportPlan, 'onBadValue' | 'matchBy'>): boolean {
  return plan.onBadValue === 'leave-out' && !isMatchKey(plan, `${PREFIX}${key}`);
}

/** Key of the custom field that the path of a problem lies in. */
export function customKeyOf(path: string): string {
  return path.split('.')[1] ?? '';
}

/** A row of which more was left out. */
export function withWarnings(row: ReadRow, warnings: readonly RowReason[]): ReadRow {
  return warnings.length > 0 ? { ...row, warnings: [...(row.warnings ?? []), ...warnings] } : row;
}

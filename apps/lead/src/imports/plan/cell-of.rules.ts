import type { ImportPlan } from './import-plan.js';

const MAX_VALUE_LENGTH = 200;

/** Where in a row a field was read from. */
export interface NamedCell {
  readonly column: string;
  /** As it stands in the file, 200 characters at most. */
  readonly value: string;
}

const FROM_FULL_NAME = new Set(['firstName', 'lastName']);

/** The cell that a reason speaks of; null when it speaks of the row, or of a constant. */
export function cellOf(path: string | null, cells: readonly string[], plan: Pick<ImportPlan, 'columns' | 'names'>): NamedCell | null {
  if (path === null) return null;
  const column =
    plan.columns.find(({ target }) => target === path) ??
    plan.columns.find(({ target }) => target.startsWith(`${path}.`) || (target === 'fullName' && FROM_FULL_NAME.has(path)));
  if (column === undefined) return null;
  return { column: plan.names[column.index] ?? '', value: (cells[column.index] ?? '').slice(0, MAX_VALUE_LENGTH).toWellFormed() };
}

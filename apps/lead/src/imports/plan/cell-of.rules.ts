import type { ImportPlan, PlannedColumn } from './import-plan.js';

const MAX_VALUE_LENGTH = 200;

/** Where in a row a field was read from. */
export interface NamedCell {
  readonly column: string;
  /** As it stands in the file, 200 characters at most. */
  readonly value: string;
}

const FROM_FULL_NAME = new Set(['firstName', 'lastName']);

/** The cell that a reason speaks of; null when it speaks of the row, or of a constant. */
export function cellOf(
  reason: { readonly path: string | null; readonly column?: number } | null,
  cells: readonly string[],
  plan: Pick<ImportPlan, 'columns' | 'names'>,
): NamedCell | null {
  const [column] = (reason?.path ?? null) === null ? [] : columnsOf(reason?.path ?? '', plan.columns);
  const index = reason?.column ?? column?.index;
  if (index === undefined) return null;
  return { column: plan.names[index] ?? '', value: (cells[index] ?? '').slice(0, MAX_VALUE_LENGTH).toWellFormed() };
}

/** The column of a field, or else those of its members; of a name that of the full name. */
export function columnsOf(path: string, columns: readonly PlannedColumn[]): readonly PlannedColumn[] {
  const exact = columns.filter(({ target }) => target === path);
  if (exact.length > 0) return exact;
  return columns.filter(({ target }) => target.startsWith(`${path}.`) || (target === 'fullName' && FROM_FULL_NAME.has(path)));
}

import { columnsOf } from './cell-of.rules.js';
import { type ImportPlan, isMatchKey, type PlannedColumn } from './import-plan.js';
import { isPermission } from './permission.rules.js';
import type { RowReason, SaidReading } from './said.rules.js';

/** A block whose members are judged together. */
const BUDGET = 'budget';

/**
 * Reads a row again and again without the columns whose cells its fields refuse, each of which is a warning. What must not be missing, and
 * what no column says, refuses the row.
 * @param read the row without columns of the given places
 * @param says whether the row has anything in the column of a place
 */
export function leavingOut(
  read: (without: ReadonlySet<number>) => SaidReading,
  says: (column: PlannedColumn) => boolean,
  plan: Pick<ImportPlan, 'columns' | 'matchBy'>,
): SaidReading {
  const without = new Set<number>();
  const warnings: RowReason[] = [];
  for (;;) {
    const reading = read(without);
    if ('row' in reading) return warnings.length > 0 ? { row: { ...reading.row, warnings } } : reading;
    const bad = badColumns(reading.refusal.path, plan, (column) => !without.has(column.index) && says(column));
    const [first] = bad;
    if (!first) return reading;
    // Of an amount without a currency the warning names the amount.
    const isNamed = bad.some((column) => columnsOf(reading.refusal.path ?? '', plan.columns).includes(column));
    warnings.push(isNamed ? reading.refusal : { ...reading.refusal, path: first.target });
    for (const { index } of bad) without.add(index);
  }
}

function badColumns(
  path: string | null,
  plan: Pick<ImportPlan, 'columns' | 'matchBy'>,
  isThere: (column: PlannedColumn) => boolean,
): readonly PlannedColumn[] {
  if (path === null) return [];
  const own = columnsOf(path, plan.columns).filter(isThere);
  // An amount whose currency was left out, or never said, means nothing.
  const meant = own.length === 0 && path.startsWith(`${BUDGET}.`) ? columnsOf(BUDGET, plan.columns).filter(isThere) : own;
  // What a row is found by, and what somebody allowed or forbade, is never passed over.
  return meant.some(({ target }) => isMatchKey(plan, target) || isPermission(target)) ? [] : meant;
}

import type { ImportTarget } from '@leadstream/contracts';
import { inOurWords } from '../words/translated.rules.js';
import { isBlankBy } from './blank-words.rules.js';
import type { PlannedColumn, RowPlan } from './import-plan.js';
import { leavingOut } from './leave-out.rules.js';
import { readSaid, type RowReason, type SaidReading } from './said.rules.js';

export type RowReading = SaidReading | { readonly blank: RowReason };

const BLANK: RowReason = { code: 'row.blank', path: null, message: 'Every cell is blank.' };

/**
 * Reads the cells of one row as a lead. A blank cell says nothing: it takes the constant of its field or leaves what is known.
 * @param now nothing can have happened after it
 */
export function readRow(cells: readonly string[], plan: RowPlan, now: Date): RowReading {
  const isBlank = isBlankBy(plan.blankWords);
  if (cells.every(isBlank)) return { blank: BLANK };
  if (cells.length !== plan.names.length) return { refusal: raggedness(cells.length, plan.names.length) };
  const textOf = (column: PlannedColumn) => {
    const text = inOurWords(cells[column.index] ?? '', column);
    return isBlank(text) ? undefined : text;
  };
  const read = (without?: ReadonlySet<number>) => readSaid(saidBy(textOf, plan, without), plan, now);
  return plan.onBadValue === 'leave-out' ? leavingOut(read, (column) => textOf(column) !== undefined, plan) : read();
}

/** Texts of a row under their fields, in our words. */
function saidBy(
  textOf: (column: PlannedColumn) => string | undefined,
  plan: RowPlan,
  without?: ReadonlySet<number>,
): Map<ImportTarget, string> {
  const said = new Map<ImportTarget, string>(Object.entries(plan.constants) as [ImportTarget, string][]);
  for (const column of plan.columns) {
    const text = without?.has(column.index) ? undefined : textOf(column);
    if (text !== undefined) said.set(column.target, text);
  }
  return said;
}

function raggedness(found: number, width: number): RowReason {
  const code = found < width ? 'row.too_few_cells' : 'row.too_many_cells';
  return { code, path: null, message: `Has ${found} cells where the headings are ${width}.` };
}

import type { ImportTarget } from '@leadstream/contracts';
import { inOurWords } from '../words/translated.rules.js';
import { isBlankBy } from './blank-words.rules.js';
import { forbiddingIn } from './forbidding.rules.js';
import type { PlannedColumn, RowPlan } from './import-plan.js';
import { leavingOut } from './leave-out.rules.js';
import { readSaid, type RowReason, type SaidReading } from './said.rules.js';

export type RowReading = SaidReading | { readonly blank: RowReason };

const BLANK: RowReason = { code: 'row.blank', path: null, message: 'Every cell is blank.' };

/**
 * Reads the cells of one row as a lead. A blank cell says nothing: it takes the constant of its field or leaves what is known.
 * @param now nothing can have happened after it
 * @param numbers places of cells that are numbers, whatever sign texts have before their decimals
 */
export function readRow(cells: readonly string[], plan: RowPlan, now: Date, numbers: readonly number[] = []): RowReading {
  const isBlank = isBlankBy(plan.blankWords);
  if (cells.every(isBlank)) return { blank: BLANK };
  if (cells.length !== plan.names.length) return { refusal: raggedness(cells.length, plan.names.length) };
  const textOf = (column: PlannedColumn) => {
    const text = inOurWords(cells[column.index] ?? '', column);
    return isBlank(text) ? undefined : text;
  };
  const typed = plan.decimalSign === '.' || numbers.length === 0 ? undefined : numberTargets(cells, numbers, plan);
  const reading = typed ? { ...plan, numbers: typed } : plan;
  const read = (without?: ReadonlySet<number>) => readSaid(saidBy(textOf, plan, without), reading, now);
  const whole = plan.onBadValue === 'leave-out' ? leavingOut(read, (column) => textOf(column) !== undefined, plan) : read();
  const forbids = 'refusal' in whole ? forbiddingIn(saidBy(textOf, plan), reading, now) : undefined;
  return forbids ? { ...whole, forbids } : whole;
}

/** Fields whose cells are numbers, and were not translated. */
function numberTargets(
  cells: readonly string[],
  numbers: readonly number[],
  { columns }: Pick<RowPlan, 'columns'>,
): ReadonlySet<ImportTarget> {
  const isNumber = (column: PlannedColumn) =>
    numbers.includes(column.index) && inOurWords(cells[column.index] ?? '', column) === cells[column.index];
  return new Set(columns.filter(isNumber).map(({ target }) => target));
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

import type { ImportTarget } from '@leadstream/contracts';
import type { BrokenCell, FileRecord } from '../table/file-record.js';
import { inOurWords } from '../words/translated.rules.js';
import { isBlankBy } from './blank-words.rules.js';
import { forbiddingIn } from './forbidding.rules.js';
import type { PlannedColumn, ReadingPlan, RowPlan } from './import-plan.js';
import { leavingOut } from './leave-out.rules.js';
import { readSaid, type RowReason, type SaidReading } from './said.rules.js';

export type RowReading = SaidReading | { readonly blank: RowReason };

const BLANK: RowReason = { code: 'row.blank', path: null, message: 'Every cell is blank.' };

/**
 * Reads the cells of one row as a lead. A blank cell says nothing: it takes the constant of its field or leaves what is known.
 * @param now nothing can have happened after it
 * @param record what else is known of its cells
 */
export function readRow(
  cells: readonly string[],
  plan: RowPlan,
  now: Date,
  { numbers = [], broken }: Pick<FileRecord, 'numbers' | 'broken'> = {},
): RowReading {
  const isBlank = isBlankBy(plan.blankWords);
  const unsure = broken && brokenness(broken, plan);
  if (!unsure && cells.every(isBlank)) return { blank: BLANK };
  if (cells.length !== plan.names.length) return { refusal: raggedness(cells, plan.names.length) };
  const textOf = (column: PlannedColumn) => {
    const text = inOurWords(cells[column.index] ?? '', column);
    return isBlank(text) ? undefined : text;
  };
  const typed = plan.decimalSign === '.' || numbers.length === 0 ? undefined : numberTargets(cells, numbers, plan);
  const reading = typed ? { ...plan, numbers: typed } : plan;
  const read = (without?: ReadonlySet<number>) => readSaid(saidBy(textOf, plan, without), reading, now);
  if (unsure) return withForbidding({ refusal: unsure }, saidBy(textOf, plan), reading, now);
  const whole = plan.onBadValue === 'leave-out' ? leavingOut(read, (column) => textOf(column) !== undefined, plan) : read();
  return 'refusal' in whole ? withForbidding(whole, saidBy(textOf, plan), reading, now) : whole;
}

type Refused = Extract<SaidReading, { readonly refusal: RowReason }>;

function withForbidding(refused: Refused, said: Parameters<typeof forbiddingIn>[0], plan: ReadingPlan, now: Date): Refused {
  const forbids = forbiddingIn(said, plan, now);
  return forbids ? { ...refused, forbids } : refused;
}

/** Why a row is not read; undefined where the cell is none that is asked for. */
function brokenness({ column, code, message }: BrokenCell, { columns }: Pick<RowPlan, 'columns'>): RowReason | undefined {
  const target = columns.find(({ index }) => index === column)?.target;
  return target === undefined && code === 'formula.no_value' ? undefined : { code, path: target ?? null, message, column };
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

function raggedness(cells: readonly string[], width: number): RowReason {
  const code = cells.length < width ? 'row.too_few_cells' : 'row.too_many_cells';
  const lines = cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
  const swallowed = lines > 0 ? ` ${lines} further lines are within its quotes: one of these may not close where it should.` : '';
  return { code, path: null, message: `Has ${cells.length} cells where the headings are ${width}.${swallowed}` };
}

import type { FieldProblem } from '@leadstream/kernel';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import { type DateOrder, orderShown } from '../../custom-fields/files/file-date.rules.js';
import { customKey } from './custom-columns.rules.js';
import type { PlannedColumn } from './import-plan.js';

/** What the dates of a column tell of the order of days in figures; null where they tell nothing. */
export type ShownOrder = 'dmy' | 'mdy' | 'either' | 'both' | null;

const LOOKED_AT_ROWS = 1_000;
/** A column whose first texts are no dates has none. */
const MISSES = 50;
/** `Wednesday, 15th September 2024 10:00:00.000 p.m. +0200`. */
const MAX_LENGTH = 60;

/** Looks at the first rows of a file for the order in which its columns write dates. */
export class ShownOrders {
  readonly #orders: ShownOrder[];
  readonly #misses: number[];
  #rows = 0;

  constructor(width: number) {
    this.#orders = Array.from({ length: width }, () => null);
    this.#misses = Array.from({ length: width }, () => 0);
  }

  /** To be told of every block of rows, from the first. */
  note(rows: readonly { readonly cells: readonly string[] }[]): void {
    for (const { cells } of rows.slice(0, Math.max(0, LOOKED_AT_ROWS - this.#rows)))
      for (const column of this.#orders.keys()) this.#look(column, cells[column] ?? '');
    this.#rows += rows.length;
  }

  /** By place of the column. */
  get orders(): readonly ShownOrder[] {
    return this.#orders;
  }

  #look(column: number, cell: string): void {
    const misses = this.#misses[column] ?? 0;
    if (misses >= MISSES || cell === '' || cell.length > MAX_LENGTH) return;
    const shown = orderShown(cell);
    // Once a date was seen the column is looked at to the end.
    if (shown === undefined && misses >= 0) this.#misses[column] = misses + 1;
    if (shown === undefined) return;
    this.#misses[column] = -1;
    if (shown !== 'named') this.#orders[column] = together(this.#orders[column] ?? null, shown);
  }
}

function together(known: ShownOrder, shown: 'dmy' | 'mdy' | 'either'): ShownOrder {
  if (known === null || known === 'either') return shown;
  return shown === 'either' || shown === known ? known : 'both';
}

const INSTANTS: ReadonlySet<string> = new Set(['capturedAt', 'statusChangedAt']);

/**
 * In which order the dates of a file are read: as stated, or as all of its columns of dates show.
 * @param shown by place of the column
 * @param problems takes in that it has to be stated, where columns show two orders or none that is sure
 */
export function plannedOrder(
  stated: DateOrder | undefined,
  shown: readonly ShownOrder[],
  columns: readonly PlannedColumn[],
  customFields: readonly CustomFieldDefinition[],
  problems: FieldProblem[],
): DateOrder {
  if (stated) return stated;
  const isDate = ({ target }: PlannedColumn) =>
    INSTANTS.has(target) || customFields.some(({ key, type }) => key === customKey(target) && (type === 'date' || type === 'date-time'));
  const orders = new Set(columns.filter(isDate).flatMap(({ index }) => shown[index] ?? []));
  if (orders.size === 0) return 'iso';
  const [order, ...others] = [...orders].filter((one) => one !== 'either');
  if (others.length === 0 && (order === 'dmy' || order === 'mdy')) return order;
  const message = 'Dates in figures may mean the day first or the month first: say which.';
  problems.push({ path: 'options.dateOrder', code: 'date_order.unclear', message });
  return 'iso';
}

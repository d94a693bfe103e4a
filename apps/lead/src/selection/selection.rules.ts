import type { FieldProblem } from '@leadstream/kernel';
import { sortKeys } from '../custom-fields/index/sort-key.rules.js';
import type { FieldRegistry } from '../filter/fields/field-registry.rules.js';
import type { FilterField } from '../filter/filter-field.js';
import { parseFilter } from '../filter/parse/parse-filter.rules.js';
import type { LeadRecord } from '../lead/lead.js';
import { type LeadOrder, type LeadPosition, ORDERED_COLUMNS, type OrderedColumn } from '../lead/lead-order.js';
import { columnPosition } from '../lead/lead-order.rules.js';
import type { Selection } from './selection.js';

const NEWEST_FIRST = '-createdAt';

/**
 * Reads which leads are asked for. Every refusal is named by its path: `filter.and.0.value`, `sort`.
 * @param stated filter: JSON of any shape, left out for all leads; sort: name of a field, `-` before it for the reverse
 */
export function readSelection(
  registry: FieldRegistry,
  { filter: statedFilter, sort = NEWEST_FIRST }: { readonly filter?: unknown; readonly sort?: string | undefined },
): { readonly selection: Selection } | { readonly errors: readonly FieldProblem[] } {
  const parsed = parseFilter(registry, statedFilter ?? { and: [] });
  const order = readOrder(registry, sort);
  if ('filter' in parsed && 'descending' in order) return { selection: { filter: parsed.filter, order } };
  const problems = 'problems' in parsed ? parsed.problems : [];
  const inFilter = problems.map((problem) => ({ ...problem, path: problem.path === '' ? 'filter' : `filter.${problem.path}` }));
  return { errors: [...inFilter, ...('path' in order ? [order] : [])] };
}

function readOrder(registry: FieldRegistry, sort: string): LeadOrder | FieldProblem {
  const descending = sort.startsWith('-');
  const name = descending ? sort.slice(1) : sort;
  if (isOrderedColumn(name)) return { column: name, descending };
  const field = registry.find(name);
  if (field === undefined) return { path: 'sort', code: 'sort.field_unknown', message: 'No field has this name.' };
  const { place, shape } = field;
  if ('fieldId' in place && place.filling) return FILLING_SORT;
  return 'fieldId' in place && isSortable(field) ? { fieldId: place.fieldId, type: shape.type, descending } : UNSUITED_SORT;
}

/** Why leads cannot be sorted by a field yet. */
const FILLING_SORT: FieldProblem = {
  path: 'sort',
  code: 'sort.index_filling',
  message: 'The index of this field is being filled: sort by it once its `indexState` is `ready`.',
};

/** Why leads cannot be sorted by a field. */
export const UNSUITED_SORT: FieldProblem = {
  path: 'sort',
  code: 'sort.unsuited',
  message: `Leads sort by ${Object.keys(ORDERED_COLUMNS).join(', ')}, and by indexed custom fields with one value.`,
};

function isSortable({ place, shape }: FilterField): boolean {
  return 'fieldId' in place && place.indexed && shape.type !== 'multiple-choice';
}

/** Whether an index serves an order that was read before. */
export function hasOrder(registry: FieldRegistry, order: LeadOrder): boolean {
  if ('column' in order) return true;
  const field = registry.resolve({ kind: 'custom', fieldId: order.fieldId });
  return field !== undefined && isSortable(field);
}

function isOrderedColumn(name: string): name is OrderedColumn {
  return Object.hasOwn(ORDERED_COLUMNS, name);
}

/** Where a lead stands in an order. */
export function positionOf(lead: LeadRecord, order: LeadOrder): LeadPosition {
  if ('column' in order) return columnPosition(lead, order);
  const value = lead.customFields[order.fieldId];
  return { at: value === undefined ? null : (sortKeys(order.type, value)[0] ?? null), id: lead.leadId };
}

import { type CreateExport, EXPORT_COLUMN_GROUPS, type ExportColumn } from '@leadstream/contracts';
import type { CustomFieldDefinition } from '../custom-fields/custom-field.js';
import { type FieldRegistry, fieldRegistry, type TagName } from '../filter/fields/field-registry.rules.js';
import { conditionsOf } from '../filter/next-change.rules.js';
import { vocabularyProblems } from '../lead/vocabulary.rules.js';
import type { LeadVocabulary } from '../lead/vocabulary.js';
import type { Selection } from '../selection/selection.js';
import { hasOrder, readSelection, UNSUITED_SORT } from '../selection/selection.rules.js';
import type { LeadOrder } from '../lead/lead-order.js';
import { exportErrors } from './export.errors.js';

const CUSTOM = 'customFields.';
const METADATA = 'sourceMetadata.';
const [ALL_CUSTOM, ALL_METADATA] = EXPORT_COLUMN_GROUPS;

/** As many as our own import reads. */
export const MOST_COLUMNS = 500;

/** What names in an export can mean. */
export interface ExportNames {
  readonly definitions: readonly CustomFieldDefinition[];
  readonly tags: readonly TagName[];
  readonly vocabulary: LeadVocabulary;
}

/** Everything that a filter can name, as in a search. */
export function registryOf({ definitions, tags, vocabulary }: ExportNames): FieldRegistry {
  return fieldRegistry(definitions, tags, { derived: true, vocabulary });
}

/** A condition of a filter without what it compares with. */
export interface AskedCondition {
  readonly field: string;
  readonly operator: string;
}

/** Filter and sort as a client states them. */
export interface StatedSelection {
  readonly filter: unknown;
  readonly sort: string;
}

/**
 * What a stated filter asks, condition by condition.
 * @throws DomainError `LEAD.EXPORT_INVALID` for a filter or a sort that cannot be read, for a status or a stage that the tenant does not have, and for
 *   columns of custom fields that are not there
 */
export function askedOf(
  names: ExportNames,
  columns: readonly ExportColumn[],
  query: CreateExport['query'],
  filter: unknown,
): AskedCondition[] {
  const unknown = columns.flatMap((column, index) =>
    column.startsWith(CUSTOM) && column !== ALL_CUSTOM && !names.definitions.some(({ key }) => key === column.slice(CUSTOM.length))
      ? [{ path: `columns.${index}`, code: 'custom_field.unknown', message: 'There is no such custom field.' }]
      : [],
  );
  const registry = registryOf(names);
  const read = readStated(registry, { filter, sort: query.sort });
  const unknownWords = vocabularyProblems(names.vocabulary, query).map((problem) => ({ ...problem, path: `query.${problem.path}` }));
  const errors = [...unknown, ...unknownWords, ...('errors' in read ? read.errors : [])];
  if ('errors' in read || errors.length > 0) throw exportErrors.EXPORT_INVALID({ errors });
  const { filter: tree } = read.selection;
  return conditionsOf(tree).map(({ field, test }) => ({ field: registry.resolve(field)?.name ?? field.kind, operator: test.operator }));
}

/**
 * What is stated as it is read now.
 * @throws DomainError `LEAD.EXPORT_INVALID`
 */
export function selectionOf(registry: FieldRegistry, stated: StatedSelection): Selection {
  const read = readStated(registry, stated);
  if ('errors' in read) throw exportErrors.EXPORT_INVALID({ errors: read.errors });
  return read.selection;
}

function readStated(registry: FieldRegistry, stated: StatedSelection): ReturnType<typeof readSelection> {
  const read = readSelection(registry, stated);
  if ('selection' in read) return read;
  return { errors: read.errors.map((error) => (error.path === 'sort' ? { ...error, path: 'query.sort' } : error)) };
}

/**
 * Sees that every lead with a value still has its place in an order that was read before.
 * @throws DomainError `LEAD.EXPORT_INVALID` once the field lost its index
 */
export function mustHaveOrder(definitions: ExportNames['definitions'], order: LeadOrder): void {
  if (!hasOrder(fieldRegistry(definitions, []), order)) {
    throw exportErrors.EXPORT_INVALID({ errors: [{ ...UNSUITED_SORT, path: 'query.sort' }] });
  }
}

/** Whether the names of metadata must be known to tell the columns of the file. */
export function asksForMetadata(asked: readonly ExportColumn[]): boolean {
  return asked.includes(ALL_METADATA);
}

/**
 * The columns of a file, with those of a group in its place that are not asked for by themselves.
 * @param members names of source metadata that occur, in their order
 * @throws DomainError `LEAD.EXPORT_INVALID` when they are none, or more than {@link MOST_COLUMNS}
 */
export function columnsOf(
  asked: readonly ExportColumn[],
  definitions: readonly CustomFieldDefinition[],
  members: readonly string[],
): ExportColumn[] {
  const groups: Readonly<Record<string, readonly ExportColumn[]>> = {
    [ALL_CUSTOM]: definitions.filter(({ archived }) => !archived).map(({ key }) => `${CUSTOM}${key}` as const),
    [ALL_METADATA]: members.map((name) => `${METADATA}${name}` as const),
  };
  const columns = asked.flatMap((column) => groups[column]?.filter((one) => !asked.includes(one)) ?? [column]);
  if (columns.length === 0) throw refused('columns.none', 'There is no such field.');
  if (columns.length > MOST_COLUMNS) throw refused('columns.too_many', `Are more than ${MOST_COLUMNS}: name those that are needed.`);
  return columns;
}

function refused(code: string, message: string) {
  return exportErrors.EXPORT_INVALID({ errors: [{ path: 'columns', code, message }] });
}

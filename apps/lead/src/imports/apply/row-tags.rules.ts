import type { Uuid } from '@leadstream/kernel';
import { MAX_TAGS } from '../../tags/tag.js';
import { tagFold } from '../../tags/tag.rules.js';
import { withWarnings } from '../plan/custom-columns.rules.js';
import { refusedRow } from '../plan/forbidding.rules.js';
import type { ImportPlan } from '../plan/import-plan.js';
import type { RowReading } from '../plan/row.rules.js';
import type { RowReason } from '../plan/said.rules.js';
import type { NumberedRow } from './apply-rows.rules.js';

/** Every name in the columns of tags, as often as it stands there. */
export function tagNamesIn(rows: readonly NumberedRow[]): string[] {
  return rows.flatMap(({ reading }) => ('row' in reading ? (reading.row.tagNames ?? []) : []));
}

/**
 * A row with the ids of its tags.
 * @param ids by the fold of the names
 * @returns refused where one of them is not there and cannot be made, unless the cell may be left out
 */
export function withTags(
  reading: RowReading,
  ids: ReadonlyMap<string, Uuid>,
  { columns, onBadValue }: Pick<ImportPlan, 'columns' | 'onBadValue'>,
): RowReading {
  if (!('row' in reading) || !reading.row.tagNames) return reading;
  const { row } = reading;
  const found = reading.row.tagNames.map((name) => ids.get(tagFold(name)));
  const tagIds = found.filter((tagId) => tagId !== undefined);
  if (tagIds.length === found.length) return { row: { ...row, fields: { ...row.fields, tagIds: tagIds.toSorted() } } };
  const isCell = columns.some(({ target }) => target === 'tags');
  return onBadValue === 'leave-out' && isCell ? { row: withWarnings(row, [TAG_LIMIT]) } : refusedRow(row, TAG_LIMIT);
}

const TAG_LIMIT: RowReason = {
  code: 'tag.limit',
  path: 'tags',
  message: `Names a tag that is not there, and the tenant has ${MAX_TAGS}, as many as there may be.`,
};

import type { Uuid } from '@leadstream/kernel';
import { tagFold } from '../../tags/tag.rules.js';
import type { RowReading } from '../plan/row.rules.js';
import type { NumberedRow } from './apply-rows.rules.js';

/** Every name in the columns of tags, as often as it stands there. */
export function tagNamesIn(rows: readonly NumberedRow[]): string[] {
  return rows.flatMap(({ reading }) => ('row' in reading ? (reading.row.tagNames ?? []) : []));
}

/** @param ids by the fold of the names; holds every name of the row */
export function withTags(reading: RowReading, ids: ReadonlyMap<string, Uuid>): RowReading {
  if (!('row' in reading) || !reading.row.tagNames) return reading;
  const tagIds = reading.row.tagNames.flatMap((name) => ids.get(tagFold(name)) ?? []).toSorted();
  return { row: { ...reading.row, fields: { ...reading.row.fields, tagIds } } };
}

import type { Uuid } from '@leadstream/kernel';
import type { Binds } from '../../filter/sql/binds.js';

/** Leads by their ids: after one, up to another one. */
export interface LeadRange {
  readonly after: Uuid;
  /** Null for all that come. */
  readonly upTo: Uuid | null;
}

/** SQL of whether the id in a column lies in a range. */
export function withinRange(column: string, { after, upTo }: LeadRange, binds: Binds): string {
  const from = `${column} > ${binds.add(after, 'uuid')}`;
  return upTo === null ? from : `${from} AND ${column} <= ${binds.add(upTo, 'uuid')}`;
}

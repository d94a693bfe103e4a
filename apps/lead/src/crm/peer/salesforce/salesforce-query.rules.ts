import type { ChangePage, ChangePosition, ChangeWindow } from '../crm-peer.js';
import { readRemoval, type SalesforceRecord } from './salesforce-record.rules.js';
import { crmErrors } from '../../crm.errors.js';

/** Records of a page. */
export const QUERY_PAGE = 200;

/** A string literal of SOQL. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** Which records are asked for. */
export interface RecordKind {
  readonly object: string;
  readonly fields: readonly string[];
  /** A condition on them. */
  readonly where?: string;
}

/** A page of changes as the query gives it. */
export interface FoundChanges extends Pick<ChangePage, 'removals' | 'next'> {
  readonly present: readonly SalesforceRecord[];
}

/**
 * The query for the next page of changes, deletions included. Pages go on behind the last record, by instant and id: a query locator
 * (`nextRecordsUrl`) would die with the session or after two days, in the middle of a sync that has to wait for tomorrow's calls.
 */
export function changesQuery({ object, fields, where }: RecordKind, { from, until }: ChangeWindow, after?: ChangePosition): string {
  const at = after?.at ?? from.toISOString();
  const behind =
    after?.id == null ? `SystemModstamp >= ${at}` : `(SystemModstamp > ${at} OR (SystemModstamp = ${at} AND Id > ${quoted(after.id)}))`;
  const condition = `${where === undefined ? '' : `${where} AND `}${behind} AND SystemModstamp <= ${until.toISOString()}`;
  return `SELECT ${fields.join(', ')} FROM ${object} WHERE ${condition} ORDER BY SystemModstamp, Id LIMIT ${QUERY_PAGE}`;
}

/**
 * What a page of the query gives.
 * @param done whether the answer holds all that was asked for: a server may give fewer at a time
 * @throws DomainError `LEAD.CRM_PEER_CURSOR_REPEATED` for a page that does not lie behind the one before
 */
export function changesOf(found: readonly SalesforceRecord[], done: boolean, window: ChangeWindow, after?: ChangePosition): FoundChanges {
  const placeOf = ({ SystemModstamp, Id }: SalesforceRecord): ChangePosition => ({ at: new Date(SystemModstamp).toISOString(), id: Id });
  const isBehind = ({ at, id }: ChangePosition): boolean =>
    after === undefined
      ? at >= window.from.toISOString()
      : at > after.at || (at === after.at && (after.id === null || (id ?? '') > after.id));
  if (!found.map(placeOf).every(isBehind)) throw crmErrors.CRM_PEER_CURSOR_REPEATED();
  const last = found.at(-1);
  const isOver = last === undefined || (done && found.length < QUERY_PAGE);
  return {
    present: found.filter(({ IsDeleted }) => !IsDeleted),
    removals: found.filter(({ IsDeleted }) => IsDeleted).map(readRemoval),
    next: isOver ? undefined : placeOf(last),
  };
}

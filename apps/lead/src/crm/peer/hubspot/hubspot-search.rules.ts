import { crmErrors } from '../../crm.errors.js';
import type { ChangePage, ChangePosition, ChangeWindow, PeerRecord } from '../crm-peer.js';
import { modifiedProperty } from './hubspot-record.rules.js';

export const SEARCH_PAGE = 100;

/**
 * The search for the next page of changes. Pages are never asked for by `after`: it counts records, so that one which is changed meanwhile
 * moves to the end and another one is passed over, and it ends at 10,000. Each page begins at the instant that the one before ended with.
 */
export function searchBody(object: string, properties: readonly string[], { from, until }: ChangeWindow, after?: ChangePosition): object {
  const modified = modifiedProperty(object);
  const at = after?.at ?? from.toISOString();
  const ties = after?.id != null;
  const filters = ties
    ? [
        { propertyName: modified, operator: 'EQ', value: String(Date.parse(at)) },
        { propertyName: 'hs_object_id', operator: 'GT', value: after.id },
      ]
    : [{ propertyName: modified, operator: 'BETWEEN', value: String(Date.parse(at)), highValue: String(until.getTime()) }];
  // One rule of order at most is taken.
  const sorts = [{ propertyName: ties ? 'hs_object_id' : modified, direction: 'ASCENDING' }];
  return { filterGroups: [{ filters }], sorts, properties, limit: SEARCH_PAGE };
}

/**
 * What a page of the search gives, each record once.
 * @param records in the order of the answer
 * @throws DomainError `LEAD.CRM_PEER_CURSOR_REPEATED` for a page from before where this one was to begin
 */
export function changesOf(records: readonly PeerRecord[], window: ChangeWindow, after?: ChangePosition): ChangePage {
  const removals: [] = [];
  const at = after?.at ?? window.from.toISOString();
  const last = records.at(-1);
  if (after?.id != null) return tiesOf(records, { at, id: after.id });
  if (records.some(({ modifiedAt }) => modifiedAt.getTime() < Date.parse(at))) throw crmErrors.CRM_PEER_CURSOR_REPEATED();
  const within = records.filter(({ modifiedAt }) => modifiedAt <= window.until);
  if (!last || records.length < SEARCH_PAGE || within.length < records.length) return { records: within, removals, next: undefined };
  const lastAt = last.modifiedAt.toISOString();
  // More of one instant than fit a page: they are gone through by their ids.
  if (lastAt === at) return { records: [], removals, next: { at, id: '0' } };
  // There may be more of the last instant than came: all of it is left to the next page.
  return { records: records.filter(({ modifiedAt }) => modifiedAt < last.modifiedAt), removals, next: { at: lastAt, id: null } };
}

function tiesOf(records: readonly PeerRecord[], { at, id }: { readonly at: string; readonly id: string }): ChangePage {
  const last = records.at(-1)?.peerId;
  if (records.some(({ peerId }) => Number(peerId) <= Number(id))) throw crmErrors.CRM_PEER_CURSOR_REPEATED();
  const next =
    last !== undefined && records.length === SEARCH_PAGE ? { at, id: last } : { at: new Date(Date.parse(at) + 1).toISOString(), id: null };
  return { records, removals: [], next };
}

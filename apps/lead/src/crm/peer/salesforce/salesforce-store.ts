import { z } from 'zod';
import { crmErrors } from '../../crm.errors.js';
import type { ChangePosition, ChangeWindow, PeerOwner } from '../crm-peer.js';
import { type PeerSession, readAs } from '../peer-session.js';
import { changesOf, changesQuery, type FoundChanges, quoted, type RecordKind } from './salesforce-query.rules.js';
import { salesforceRecord, type SalesforceRecord } from './salesforce-record.rules.js';

const API = '/services/data/v62.0';
/** Records that share an address, before it is no search for one person any more. */
const MOST_OF_ONE_VALUE = 50;
/** Values of one condition: a query travels in the address, of which 16,384 bytes are read. */
const VALUES_AT_ONCE = 40;
/** No such object, or none that this user may see. */
const HIDDEN = [403, 404];

const answered = z.object({
  records: z.array(salesforceRecord),
  done: z.boolean(),
  nextRecordsUrl: z.string().startsWith('/services/').optional(),
});
const users = z.object({
  records: z.array(z.object({ Id: z.string().min(15).max(18), Email: z.string().nullish(), IsActive: z.boolean() })),
  done: z.boolean(),
});
/** Users of an answer, and answers before it is no organisation's team any more. */
const USERS = { page: 2_000, pages: 50 };
const saved = z.array(
  z.object({
    id: z.string().nullish(),
    success: z.boolean(),
    errors: z.array(z.object({ statusCode: z.string().max(100), fields: z.array(z.string()).default([]) })).default([]),
  }),
);
const description = z.object({
  fields: z.array(z.object({ name: z.string(), externalId: z.boolean().optional(), unique: z.boolean().optional() })),
});
export type FieldDescription = z.infer<typeof description>['fields'][number];

/** What became of one record that was written. */
export interface SavedRecord {
  readonly id: string | null;
  /** Why it was not written; undefined when it was. */
  readonly code: string | undefined;
  readonly fields: readonly string[];
}

/** Salesforce's REST API, object by object: queries, and collections that are written record by record. */
export class SalesforceStore {
  constructor(private readonly session: PeerSession) {}

  /** Fields of an object; undefined of one that may not be seen. */
  async describe(object: string): Promise<readonly FieldDescription[] | undefined> {
    const answer = await this.session.call({ method: 'GET', path: `${API}/sobjects/${object}/describe`, takes: HIDDEN });
    return HIDDEN.includes(answer.status) ? undefined : readAs(description, answer.body).fields;
  }

  /** The next page of changes, deletions included. */
  async changes(kind: RecordKind, window: ChangeWindow, after?: ChangePosition): Promise<FoundChanges> {
    const { records, done } = await this.query('queryAll', changesQuery(kind, window, after));
    return changesOf(records, done, window, after);
  }

  /** Present records whose field has one of the values. */
  async findBy({ object, fields }: RecordKind, field: string, values: readonly string[]): Promise<SalesforceRecord[]> {
    const found: SalesforceRecord[] = [];
    const distinct = [...new Set(values)];
    for (let from = 0; from < distinct.length; from += VALUES_AT_ONCE) {
      const list = distinct.slice(from, from + VALUES_AT_ONCE).map(quoted);
      const soql = `SELECT ${fields.join(', ')} FROM ${object} WHERE ${field} IN (${list.join(', ')}) LIMIT 2000`;
      // A server may give fewer at a time than fit an answer.
      for (
        let page = await this.query('query', soql);
        ;
        page = await this.session.read(answered, { method: 'GET', path: page.nextRecordsUrl })
      ) {
        found.push(...page.records);
        if (page.done || page.nextRecordsUrl === undefined) break;
        if (found.length > distinct.length * MOST_OF_ONE_VALUE) throw crmErrors.CRM_PEER_ENDLESS();
      }
    }
    return found;
  }

  /** Users who are people of the organisation: what they own keeps their name after they left. */
  async users(): Promise<PeerOwner[]> {
    const owners: PeerOwner[] = [];
    for (let pages = 0; pages < USERS.pages; pages += 1) {
      const last = owners.at(-1)?.ownerId;
      const behind = last === undefined ? '' : ` AND Id > ${quoted(last)}`;
      const q = `SELECT Id, Email, IsActive FROM User WHERE UserType = 'Standard'${behind} ORDER BY Id LIMIT ${USERS.page}`;
      const path = `${API}/query?${new URLSearchParams({ q })}`;
      const { records, done } = await this.session.read(users, { method: 'GET', path });
      if (last !== undefined && records.some(({ Id }) => Id <= last)) throw crmErrors.CRM_PEER_CURSOR_REPEATED();
      owners.push(...records.map(({ Id, Email = null, IsActive }) => ({ ownerId: Id, email: Email, isActive: IsActive })));
      // A server may give fewer at a time than were asked for.
      if (done && records.length < USERS.page) return owners;
    }
    throw crmErrors.CRM_PEER_ENDLESS();
  }

  /** @param by external id by which records are known; their own ids when left out */
  async save(object: string, records: readonly object[], by?: string): Promise<SavedRecord[]> {
    if (records.length === 0) return [];
    const path = `${API}/composite/sobjects${by === undefined ? '' : `/${object}/${by}`}`;
    const results = readAs(saved, (await this.session.call({ method: 'PATCH', path, body: { allOrNone: false, records } })).body);
    return records.map((_, index) => {
      const { id = null, success = false, errors = [] } = results[index] ?? {};
      return { id, code: success ? undefined : (errors[0]?.statusCode ?? 'NOT_WRITTEN'), fields: errors[0]?.fields ?? [] };
    });
  }

  async delete(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const query = new URLSearchParams({ ids: ids.join(','), allOrNone: 'false' });
    await this.session.call({ method: 'DELETE', path: `${API}/composite/sobjects?${query}` });
  }

  private query(resource: 'query' | 'queryAll', soql: string): Promise<z.infer<typeof answered>> {
    return this.session.read(answered, { method: 'GET', path: `${API}/${resource}?${new URLSearchParams({ q: soql })}` });
  }
}

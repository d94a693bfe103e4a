import type { Channel } from '@leadstream/contracts';
import { z } from 'zod';
import { crmErrors } from '../../crm.errors.js';
import type {
  ChangePage,
  ChangePosition,
  ChangeWindow,
  CrmPeer,
  PeerKeys,
  PeerRecord,
  PeerWrite,
  PeerWritten,
  RemovalPage,
} from '../crm-peer.js';
import { type PeerSession, readAs } from '../peer-session.js';
import { changesOf, changesQuery, quoted } from './salesforce-query.rules.js';
import { askedFields, ID_FIELD, readRecord, salesforceRecord, statedFields } from './salesforce-record.rules.js';

const API = '/services/data/v62.0';
/** Records that share an address, before it is no search for one person any more. */
const MOST_OF_ONE_VALUE = 50;
/** Values of one condition: a query travels in the address, of which 16,384 bytes are read. */
const VALUES_AT_ONCE = 40;

const answered = z.object({
  records: z.array(salesforceRecord),
  done: z.boolean(),
  nextRecordsUrl: z.string().startsWith('/services/').optional(),
});
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

/** Salesforce's REST API: queries that see deleted records, and collections that are written record by record. */
export class SalesforcePeer implements CrmPeer {
  readonly #fields: readonly string[];

  /** @param object `Lead` or `Contact` */
  constructor(
    private readonly session: PeerSession,
    private readonly object: string,
    mapped: readonly string[],
  ) {
    this.#fields = askedFields(mapped);
  }

  /** The field for ids is of the organisation's metadata, which its administrator makes. */
  async check(): Promise<void> {
    const { fields } = await this.session.read(description, { method: 'GET', path: `${API}/sobjects/${this.object}/describe` });
    const field = fields.find(({ name }) => name === ID_FIELD);
    if (field?.externalId !== true || field.unique !== true) throw crmErrors.CRM_PEER_ID_FIELD_MISSING({ detail: ID_FIELD });
  }

  async readChanges(window: ChangeWindow, after?: ChangePosition): Promise<ChangePage> {
    const { records, done } = await this.query('queryAll', changesQuery(this.object, this.#fields, window, after));
    return changesOf(records, done, window, after);
  }

  /** Deletions come with the changes. */
  readRemovals(): Promise<RemovalPage> {
    return Promise.resolve({ removals: [], next: undefined });
  }

  async find({ peerIds, leadIds, emails }: PeerKeys): Promise<readonly PeerRecord[]> {
    const found = [
      ...(await this.findBy('Id', peerIds)),
      ...(await this.findBy(ID_FIELD, leadIds)),
      ...(await this.findBy('Email', emails)),
    ];
    return [...new Map(found.map((record) => [record.peerId, record])).values()];
  }

  /** Read again afterwards: triggers and flows of the organisation may have made something else of what was written. */
  async write(writes: readonly PeerWrite[]): Promise<readonly PeerWritten[]> {
    const isNew = ({ peerId }: PeerWrite): boolean => peerId === undefined;
    const known = writes.filter((one) => !isNew(one));
    const fresh = writes.filter(isNew);
    const results = [
      ...(await this.save(known, 'composite/sobjects')),
      ...(await this.save(fresh, `composite/sobjects/${this.object}/${ID_FIELD}`)),
    ];
    const written = await this.findBy(
      'Id',
      results.flatMap(({ id }) => id ?? []),
    );
    const byId = new Map(written.map((record) => [record.peerId.slice(0, 15), record]));
    return results.map(({ leadId, id, code, fields }) => {
      const record = code === undefined ? byId.get((id ?? '').slice(0, 15)) : undefined;
      return record ? { leadId, record } : { leadId, code: code ?? 'NOT_WRITTEN', properties: fields };
    });
  }

  async archive(peerIds: readonly string[]): Promise<void> {
    if (peerIds.length === 0) return;
    const query = new URLSearchParams({ ids: peerIds.join(','), allOrNone: 'false' });
    await this.session.call({ method: 'DELETE', path: `${API}/composite/sobjects?${query}` });
  }

  async forbid(peerId: string, _email: string | null, channels: readonly Channel[]): Promise<void> {
    const stated = {
      ...(channels.includes('email') && { HasOptedOutOfEmail: true }),
      ...(channels.includes('voice') && { DoNotCall: true }),
    };
    if (Object.keys(stated).length === 0) return;
    const body = { allOrNone: false, records: [{ attributes: { type: this.object }, id: peerId, ...stated }] };
    await this.session.call({ method: 'PATCH', path: `${API}/composite/sobjects`, body });
  }

  private query(resource: 'query' | 'queryAll', soql: string): Promise<z.infer<typeof answered>> {
    return this.session.read(answered, { method: 'GET', path: `${API}/${resource}?${new URLSearchParams({ q: soql })}` });
  }

  private async findBy(field: string, values: readonly string[]): Promise<PeerRecord[]> {
    const found: PeerRecord[] = [];
    const distinct = [...new Set(values)];
    for (let from = 0; from < distinct.length; from += VALUES_AT_ONCE) {
      const list = distinct.slice(from, from + VALUES_AT_ONCE).map(quoted);
      const soql = `SELECT ${this.#fields.join(', ')} FROM ${this.object} WHERE ${field} IN (${list.join(', ')}) LIMIT 2000`;
      // A server may give fewer at a time than fit an answer.
      for (
        let page = await this.query('query', soql);
        ;
        page = await this.session.read(answered, { method: 'GET', path: page.nextRecordsUrl })
      ) {
        found.push(...page.records.map(readRecord));
        if (page.done || page.nextRecordsUrl === undefined) break;
        if (found.length > distinct.length * MOST_OF_ONE_VALUE) throw crmErrors.CRM_PEER_ENDLESS();
      }
    }
    return found;
  }

  private async save(
    writes: readonly PeerWrite[],
    path: string,
  ): Promise<{ leadId: string; id: string | null; code: string | undefined; fields: readonly string[] }[]> {
    if (writes.length === 0) return [];
    const body = { allOrNone: false, records: writes.map((write) => statedFields(this.object, write)) };
    const results = readAs(saved, (await this.session.call({ method: 'PATCH', path: `${API}/${path}`, body })).body);
    return writes.map(({ leadId }, index) => {
      const { id = null, success = false, errors = [] } = results[index] ?? {};
      const code = success ? undefined : (errors[0]?.statusCode ?? 'NOT_WRITTEN');
      return { leadId, id, code, fields: errors[0]?.fields ?? [] };
    });
  }
}

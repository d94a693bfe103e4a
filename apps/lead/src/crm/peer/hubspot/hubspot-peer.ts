import type { Channel } from '@leadstream/contracts';
import { z } from 'zod';
import { crmErrors } from '../../crm.errors.js';
import {
  type ChangePage,
  type ChangePosition,
  type ChangeWindow,
  type CrmPeer,
  type PeerKeys,
  type PeerOwner,
  type PeerRecord,
  type PeerWrite,
  type PeerWritten,
  type RemovalPage,
  WRITE_BATCH,
} from '../crm-peer.js';
import { type PeerSession, readAs } from '../peer-session.js';
import { askedProperties, hubspotRecord, ID_PROPERTY, readRecord, statedProperties } from './hubspot-record.rules.js';
import { changesOf, searchBody } from './hubspot-search.rules.js';

const records = z.object({ results: z.array(hubspotRecord) });
const archivedPage = z.object({
  results: z.array(z.object({ id: z.string().min(1) })),
  paging: z.object({ next: z.object({ after: z.string().min(1) }).optional() }).optional(),
});
const ownerPage = z.object({
  results: z.array(z.object({ id: z.string().min(1), email: z.string().nullish() })),
  paging: z.object({ next: z.object({ after: z.string().min(1) }).optional() }).optional(),
});
/** As many owners as a page may hold, and pages before it is no team any more. */
const OWNERS = { page: 500, pages: 100 };
const account = z.object({ portalId: z.int().positive() });
const property = z.object({ hasUniqueValue: z.boolean().optional() });
const refusal = z.object({ category: z.string().max(100).catch('REFUSED') }).catch({ category: 'REFUSED' });

/** HubSpot's CRM API, version 3. Searches lag behind writes by seconds to minutes; reads by id or unique property do not. */
export class HubspotPeer implements CrmPeer {
  readonly #path: string;
  readonly #properties: readonly string[];
  #owners: Promise<readonly PeerOwner[]> | undefined;

  /** @param searchGapMs between two searches, of which an account may make five a second */
  constructor(
    private readonly session: PeerSession,
    private readonly object: string,
    mapped: readonly string[],
    private readonly searchGapMs: number,
  ) {
    this.#path = `/crm/v3/objects/${object}`;
    this.#properties = askedProperties(object, mapped);
  }

  async account(): Promise<string> {
    const { portalId } = await this.session.read(account, { method: 'GET', path: '/account-info/v3/details' });
    return String(portalId);
  }

  owners(): Promise<readonly PeerOwner[]> {
    this.#owners ??= this.readOwners();
    return this.#owners;
  }

  async check(): Promise<void> {
    const path = `/crm/v3/properties/${this.object}`;
    const { status, body } = await this.session.call({ method: 'GET', path: `${path}/${ID_PROPERTY}`, takes: [404] });
    if (status === 404) return this.makeIdProperty(path);
    if (readAs(property, body).hasUniqueValue !== true) throw crmErrors.CRM_PEER_ID_FIELD_MISSING();
  }

  async readChanges(window: ChangeWindow, after?: ChangePosition): Promise<ChangePage> {
    const body = searchBody(this.object, this.#properties, window, after);
    const { results } = await this.session.read(records, { method: 'POST', path: `${this.#path}/search`, body });
    this.session.pause(this.searchGapMs);
    return changesOf(
      results.map((record) => readRecord(record, this.object)),
      window,
      after,
    );
  }

  /** Every record that was deleted in the last ninety days: when it was cannot be asked for. */
  async readRemovals(after: string | undefined): Promise<RemovalPage> {
    const query = new URLSearchParams({ archived: 'true', limit: '100', ...(after !== undefined && { after }) });
    const page = await this.session.read(archivedPage, { method: 'GET', path: `${this.#path}?${query}` });
    return { removals: page.results.map(({ id }) => ({ peerId: id, mergedInto: null })), next: page.paging?.next?.after };
  }

  async find({ peerIds, leadIds, emails }: PeerKeys): Promise<readonly PeerRecord[]> {
    const found = [
      ...(await this.readBatch(peerIds)),
      ...(await this.readBatch(leadIds, ID_PROPERTY)),
      ...(await this.readBatch(emails, 'email')),
    ];
    return [...new Map(found.map((record) => [record.peerId, record])).values()];
  }

  /** Whether a record is there is decided by the unique property, on their side: an attempt whose answer was lost makes no second one. */
  async write(writes: readonly PeerWrite[]): Promise<readonly PeerWritten[]> {
    const isNew = ({ peerId }: PeerWrite): boolean => peerId === undefined;
    return [
      ...(await this.writeBatch(writes.filter((one) => !isNew(one)))),
      ...(await this.writeBatch(writes.filter((one) => isNew(one)))),
    ];
  }

  async archive(peerIds: readonly string[]): Promise<void> {
    if (peerIds.length === 0) return;
    const body = { inputs: peerIds.map((id) => ({ id })) };
    await this.session.call({ method: 'POST', path: `${this.#path}/batch/archive`, body });
  }

  /** `hs_email_optout` is read only: the subscriptions of the address are ended. */
  async forbid(_peerId: string, email: string | null, channels: readonly Channel[]): Promise<void> {
    if (email === null || !channels.includes('email')) return;
    const path = `/communication-preferences/v4/statuses/${encodeURIComponent(email)}/unsubscribe-all?channel=EMAIL`;
    await this.session.call({ method: 'POST', path, body: {} });
  }

  /** Those who left (`archived`) are no owners any more. */
  private async readOwners(): Promise<PeerOwner[]> {
    const owners: PeerOwner[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < OWNERS.pages; pages += 1) {
      const query = new URLSearchParams({ limit: String(OWNERS.page), ...(after !== undefined && { after }) });
      const page = await this.session.read(ownerPage, { method: 'GET', path: `/crm/v3/owners?${query}` });
      owners.push(...page.results.map(({ id, email = null }) => ({ ownerId: id, email, isActive: true })));
      const next = page.paging?.next?.after;
      if (next === undefined) return owners;
      if (next === after) throw crmErrors.CRM_PEER_CURSOR_REPEATED();
      after = next;
    }
    throw crmErrors.CRM_PEER_ENDLESS();
  }

  private async makeIdProperty(path: string): Promise<void> {
    const body = {
      name: ID_PROPERTY,
      label: 'Leadstream id',
      type: 'string',
      fieldType: 'text',
      groupName: 'contactinformation',
      hasUniqueValue: true,
    };
    // Somebody may have made it in between.
    await this.session.call({ method: 'POST', path, body, takes: [409] });
  }

  private async readBatch(ids: readonly string[], idProperty?: string): Promise<PeerRecord[]> {
    if (ids.length === 0) return [];
    const inputs = [...new Set(ids)].slice(0, WRITE_BATCH).map((id) => ({ id }));
    const body = { inputs, properties: this.#properties, ...(idProperty !== undefined && { idProperty }) };
    // Ids that are not there make it 207, with those that are.
    const { results } = await this.session.read(records, { method: 'POST', path: `${this.#path}/batch/read`, body });
    return results.map((record) => readRecord(record, this.object));
  }

  /** One record that is refused refuses the batch: halves are tried until it stands alone. */
  private async writeBatch(writes: readonly PeerWrite[]): Promise<PeerWritten[]> {
    const [first] = writes;
    if (!first) return [];
    const isUpdate = first.peerId !== undefined;
    const inputs = writes.map((write) => ({
      ...(isUpdate ? { id: write.peerId } : { id: write.leadId, idProperty: ID_PROPERTY }),
      properties: statedProperties(write),
    }));
    const path = `${this.#path}/batch/${isUpdate ? 'update' : 'upsert'}`;
    const { status, body } = await this.session.call({ method: 'POST', path, body: { inputs }, takes: [400, 404, 409] });
    if (status < 300) return this.resultsOf(writes, body);
    if (writes.length === 1) return [{ leadId: first.leadId, code: refusal.parse(body).category, properties: [] }];
    const middle = Math.ceil(writes.length / 2);
    return [...(await this.writeBatch(writes.slice(0, middle))), ...(await this.writeBatch(writes.slice(middle)))];
  }

  private resultsOf(writes: readonly PeerWrite[], body: unknown): PeerWritten[] {
    const written = readAs(records, body).results.map((record) => readRecord(record, this.object));
    const byPeer = new Map(written.map((record) => [record.peerId, record]));
    const byLead = new Map(written.map((record) => [record.leadId, record]));
    return writes.map(({ leadId, peerId }) => {
      const record = (peerId === undefined ? undefined : byPeer.get(peerId)) ?? byLead.get(leadId);
      return record ? { leadId, record } : { leadId, code: 'NOT_WRITTEN', properties: [] };
    });
  }
}

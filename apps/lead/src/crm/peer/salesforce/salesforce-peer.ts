import type { Channel } from '@leadstream/contracts';
import { crmErrors } from '../../crm.errors.js';
import type {
  ChangePage,
  ChangePosition,
  ChangeWindow,
  CrmPeer,
  PeerKeys,
  PeerOwner,
  PeerRecord,
  PeerWrite,
  PeerWritten,
  RemovalPage,
} from '../crm-peer.js';
import type { PeerSession } from '../peer-session.js';
import { CONTACT, CONVERSION_FIELDS, isContactId } from './salesforce-conversion.rules.js';
import { ConvertedLeads } from './salesforce-converted-leads.js';
import { organisationOf } from './salesforce-identity.rules.js';
import type { RecordKind } from './salesforce-query.rules.js';
import { askedFields, ID_FIELD, readRecord, type SalesforceRecord, statedFields } from './salesforce-record.rules.js';
import { type SavedRecord, SalesforceStore } from './salesforce-store.js';

/** Leads, with the contacts that they become, or contacts of Salesforce. */
export class SalesforcePeer implements CrmPeer {
  readonly #store: SalesforceStore;
  readonly #kind: RecordKind;
  #owners: Promise<readonly PeerOwner[]> | undefined;
  /** Undefined where contacts are records of their own. */
  readonly #converted: ConvertedLeads | undefined;

  /** @param object `Lead` or `Contact` */
  constructor(
    private readonly session: PeerSession,
    object: string,
    mapped: readonly string[],
  ) {
    this.#store = new SalesforceStore(session);
    const isOfContacts = object === CONTACT;
    this.#kind = { object, fields: askedFields([...mapped, ...(isOfContacts ? [] : CONVERSION_FIELDS)]) };
    this.#converted = isOfContacts ? undefined : new ConvertedLeads(this.#store, this.#kind);
  }

  async account(): Promise<string> {
    const organisation = organisationOf(await this.session.identityUrl());
    if (organisation === undefined) throw crmErrors.CRM_PEER_UNREADABLE({ detail: 'The access token comes without an identity URL.' });
    return organisation;
  }

  owners(): Promise<readonly PeerOwner[]> {
    this.#owners ??= this.#store.users();
    return this.#owners;
  }

  /** The field for ids is of the organisation's metadata, which its administrator makes. */
  async check(): Promise<void> {
    const field = (await this.#store.describe(this.#kind.object))?.find(({ name }) => name === ID_FIELD);
    if (field?.externalId !== true || field.unique !== true) throw crmErrors.CRM_PEER_ID_FIELD_MISSING({ detail: ID_FIELD });
  }

  /** Leads first, then the contacts that they became. */
  async readChanges(window: ChangeWindow, after?: ChangePosition): Promise<ChangePage> {
    if (after?.of === CONTACT && this.#converted) return this.#converted.readChanges(window, after);
    const { present, removals, next } = await this.#store.changes(this.#kind, window, after);
    return { records: await this.read(present), removals, next: next ?? (await this.#converted?.beginning(window)) };
  }

  /** Deletions come with the changes. */
  readRemovals(): Promise<RemovalPage> {
    return Promise.resolve({ removals: [], next: undefined });
  }

  async find({ peerIds, leadIds, emails }: PeerKeys): Promise<readonly PeerRecord[]> {
    const found = [
      ...(await this.findByIds(peerIds)),
      ...(await this.read([
        ...(await this.#store.findBy(this.#kind, ID_FIELD, leadIds)),
        ...(await this.#store.findBy(this.#kind, 'Email', emails)),
      ])),
    ];
    return [...new Map(found.map((record) => [record.peerId, record])).values()];
  }

  /** Read again afterwards: triggers and flows of the organisation may have made something else of what was written. */
  async write(writes: readonly PeerWrite[]): Promise<readonly PeerWritten[]> {
    const isNew = ({ peerId }: PeerWrite): boolean => peerId === undefined;
    const isConverted = (write: PeerWrite): boolean => !isNew(write) && !this.isOwn(write.peerId ?? '');
    const known = writes.filter((one) => !isNew(one) && !isConverted(one));
    const fresh = writes.filter(isNew);
    const converted = writes.filter(isConverted);
    const { object } = this.#kind;
    const stated = (some: readonly PeerWrite[]) => some.map((one) => statedFields(object, one));
    const saved = [
      ...pair(known, await this.#store.save(object, stated(known))),
      ...pair(fresh, await this.#store.save(object, stated(fresh), ID_FIELD)),
      ...pair(converted, (await this.#converted?.save(converted)) ?? []),
    ];
    const written = await this.findByIds(saved.flatMap(({ id }) => id ?? []));
    const byId = new Map(written.map((record) => [record.peerId.slice(0, 15), record]));
    return saved.map(({ leadId, id, code, fields }) => {
      const record = code === undefined ? byId.get((id ?? '').slice(0, 15)) : undefined;
      return record ? { leadId, record } : { leadId, code: code ?? 'NOT_WRITTEN', properties: fields };
    });
  }

  /** Whoever became a contact is somebody's customer by now, and stays. */
  async archive(peerIds: readonly string[]): Promise<void> {
    await this.#store.delete(peerIds.filter((peerId) => this.isOwn(peerId)));
  }

  async forbid(peerId: string, _email: string | null, channels: readonly Channel[]): Promise<void> {
    const stated = {
      ...(channels.includes('email') && { HasOptedOutOfEmail: true }),
      ...(channels.includes('voice') && { DoNotCall: true }),
    };
    if (Object.keys(stated).length === 0) return;
    const type = this.isOwn(peerId) ? this.#kind.object : CONTACT;
    await this.#store.save(type, [{ attributes: { type }, id: peerId, ...stated }]);
  }

  private isOwn(peerId: string): boolean {
    return this.#converted === undefined || !isContactId(peerId);
  }

  private async findByIds(peerIds: readonly string[]): Promise<PeerRecord[]> {
    const own = await this.#store.findBy(
      this.#kind,
      'Id',
      peerIds.filter((peerId) => this.isOwn(peerId)),
    );
    const contacts = await this.#converted?.find(peerIds.filter((peerId) => !this.isOwn(peerId)));
    return [...(await this.read(own)), ...(contacts ?? [])];
  }

  private async read(records: readonly SalesforceRecord[]): Promise<readonly PeerRecord[]> {
    return this.#converted ? this.#converted.read(records) : records.map(readRecord);
  }
}

function pair(writes: readonly PeerWrite[], saved: readonly SavedRecord[]): (SavedRecord & Pick<PeerWrite, 'leadId'>)[] {
  const none: SavedRecord = { id: null, code: 'NOT_WRITTEN', fields: [] };
  return writes.map(({ leadId }, index) => ({ ...(saved[index] ?? none), leadId }));
}

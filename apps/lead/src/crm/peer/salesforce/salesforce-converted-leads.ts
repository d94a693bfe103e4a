import type { ChangePage, ChangePosition, ChangeWindow, PeerRecord, PeerWrite } from '../crm-peer.js';
import {
  CONTACT,
  contactIdOf,
  convertedRecord,
  namesInLead,
  type SharedFields,
  sharedFields,
  toldToContact,
} from './salesforce-conversion.rules.js';
import type { RecordKind } from './salesforce-query.rules.js';
import { ID_FIELD, readRecord, type SalesforceRecord, statedFields } from './salesforce-record.rules.js';
import type { SalesforceStore, SavedRecord } from './salesforce-store.js';

const OWN_FIELDS = ['Id', 'SystemModstamp', 'IsDeleted', 'MasterRecordId'];

/**
 * Contacts that leads became, as if they were still those leads: a converted lead cannot be written, and what happens to the person happens
 * to the contact. They are followed where contacts have a field for ids, too; elsewhere leads stay what they were when they were converted.
 */
export class ConvertedLeads {
  #shared: Promise<SharedFields | undefined> | undefined;

  constructor(
    private readonly store: SalesforceStore,
    private readonly leads: RecordKind,
  ) {}

  /** Where their changes begin; undefined where they are not followed. */
  async beginning({ from }: ChangeWindow): Promise<ChangePosition | undefined> {
    return (await this.shared()) && { at: from.toISOString(), id: null, of: CONTACT };
  }

  /** Contacts that carry an id of ours. */
  async readChanges(window: ChangeWindow, after: ChangePosition): Promise<ChangePage> {
    const shared = await this.shared();
    if (!shared) return { records: [], removals: [], next: undefined };
    const kind = { ...contactsOf(shared), where: `${ID_FIELD} != null` };
    const { present, removals, next } = await this.store.changes(kind, window, after);
    return { records: await this.asLeads(present, shared), removals, next: next && { ...next, of: CONTACT } };
  }

  /** Contacts by their ids. */
  async find(contactIds: readonly string[]): Promise<PeerRecord[]> {
    const shared = contactIds.length === 0 ? undefined : await this.shared();
    return shared ? this.asLeads(await this.store.findBy(contactsOf(shared), 'Id', contactIds), shared) : [];
  }

  /** Leads as they are, or as the contacts that they became, as far as these are there. */
  async read(leads: readonly SalesforceRecord[]): Promise<PeerRecord[]> {
    const contactIds = leads.flatMap((lead) => contactIdOf(lead) ?? []);
    const isFollowed = contactIds.length > 0 && (await this.shared()) !== undefined;
    if (!isFollowed) return leads.map(readRecord);
    return [...leads.filter((lead) => contactIdOf(lead) === undefined).map(readRecord), ...(await this.find(contactIds))];
  }

  /** What contacts have no field for is not written. */
  async save(writes: readonly PeerWrite[]): Promise<SavedRecord[]> {
    const shared = writes.length === 0 ? undefined : await this.shared();
    if (!shared) return [];
    const records = writes.map((write) => statedFields(CONTACT, { ...write, properties: toldToContact(write.properties, shared) }));
    return (await this.store.save(CONTACT, records)).map((one) => ({ ...one, fields: namesInLead(one.fields, shared) }));
  }

  /** Contacts that no lead became are not ours to follow. */
  private async asLeads(contacts: readonly SalesforceRecord[], shared: SharedFields): Promise<PeerRecord[]> {
    const ids = contacts.map(({ Id }) => Id);
    const leads = Map.groupBy(await this.store.findBy(this.leads, 'ConvertedContactId', ids), contactIdOf);
    return contacts.flatMap((contact) => {
      const origins = leads.get(contact.Id) ?? [];
      return origins.length === 0 ? [] : [convertedRecord(contact, origins, shared)];
    });
  }

  /** Asked for once. */
  private shared(): Promise<SharedFields | undefined> {
    return (this.#shared ??= this.findShared());
  }

  private async findShared(): Promise<SharedFields | undefined> {
    const described = new Set((await this.store.describe(CONTACT))?.map(({ name }) => name));
    const ofLead = this.leads.fields.filter((name) => !OWN_FIELDS.includes(name));
    return described.has(ID_FIELD) ? sharedFields(ofLead, described) : undefined;
  }
}

function contactsOf(shared: SharedFields): RecordKind {
  return { object: CONTACT, fields: [...OWN_FIELDS, ...shared.values()] };
}

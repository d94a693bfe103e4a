import type { Channel, DncKind } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import {
  type DataSubject,
  type Erased,
  type PersonalRecord,
  type PersonalStore,
  referenceText,
  type SubjectAddress,
} from '@leadstream/privacy';
import type { MergedLead } from '../consent/family/family-consent.rules.js';
import { standingsAt } from '../consent/family/standing.rules.js';
import type { LineOfMatter } from '../consent/person/person-ledger.js';
import { REACHES } from '../consent/reach.js';
import type { HashedAddress } from '../suppression/suppressed-address.js';
import type { Suppressing } from './dnc-data.repository.js';

const rows = {
  name: 'person_data_consents',
  text: `SELECT id, lead_id AS "leadId", channel, purpose, state, basis, stated_at AS "statedAt", text_version AS "textVersion", source,
                recorded_at AS "recordedAt", expires_at AS "expiresAt", proof
           FROM consent_entry WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) ORDER BY entry_no`,
};

const asked = {
  name: 'person_data_consents_asked',
  text: `SELECT id, lead_id AS "leadId", channel, purpose, wording, text_version AS "textVersion", source, form, requested_at AS "requestedAt",
                expires_at AS "expiresAt", confirmed_at AS "confirmedAt"
           FROM consent_confirmation WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) ORDER BY requested_at, id`,
};

const stated = {
  name: 'person_data_consents_stated',
  text: `SELECT lead_id AS "leadId", channel, purpose, state, stated_at AS "statedAt", expires_at AS "expiresAt", entry_no::float8 AS "entryNo",
                state = 'given' AND source_event_id IS NOT NULL AS "isTold"
           FROM consent_entry WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])`,
};

const merged = {
  name: 'person_data_consents_merged',
  text: `SELECT lead_id AS "leadId", merged_into AS "mergedInto", deleted_at AS "deletedAt"
           FROM known_lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND merged_into IS NOT NULL`,
};

/** The grounds of GDPR Art. 17(1)(b) and (c): whoever asks on them says that it wants no more of this. */
const objected = {
  name: 'person_data_consents_objected',
  text: `SELECT min(e.requested_at) AS at FROM erasure_lead l JOIN erasure e ON e.tenant_id = $1 AND e.id = l.erasure_id
          WHERE l.tenant_id = $1 AND l.lead_id = ANY ($2::uuid[]) AND e.reason IN ('objection', 'consent_withdrawn')`,
};

/* Named in the erasure of these leads, and in its question left to a lead that has it today. */
const ofOthers = {
  name: 'person_data_addresses_of_others',
  text: `SELECT DISTINCT split_part(a.address, ':', 1) AS kind, substr(a.address, strpos(a.address, ':') + 1) AS value
           FROM erasure_lead l JOIN erasure_address a ON a.tenant_id = l.tenant_id AND a.erasure_id = l.erasure_id
          WHERE l.tenant_id = $1 AND l.lead_id = ANY ($2::uuid[]) AND a.address <> ALL ($3::text[])`,
};

const removeFormer = {
  name: 'person_data_former_addresses_remove',
  text: `DELETE FROM former_address WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND address_hash <> ALL ($3::bytea[])
         RETURNING kind, address_hash AS hash`,
};

const remains = {
  name: 'person_data_consents_remains',
  text: 'SELECT blanked::int, removed::int FROM erase_consent_remains($1::uuid[])',
};

const count = {
  name: 'person_data_consents_count',
  text: `SELECT ((SELECT count(*) FROM consent_entry WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]))
               + (SELECT count(*) FROM consent_expiry x JOIN consent_entry e ON e.tenant_id = x.tenant_id AND e.id = x.entry_id
                   WHERE x.tenant_id = $1 AND e.lead_id = ANY ($2::uuid[]))
               + (SELECT count(*) FROM consent_confirmation WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]))
               + (SELECT count(*) FROM preference_link WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]))
               + (SELECT count(*) FROM former_address WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])))::int AS count`,
};

type Former = Pick<HashedAddress, 'kind' | 'hash'>;

/** What may no longer be done by an address: on these channels, none being all. */
interface Objection {
  readonly channels: readonly Channel[];
  readonly addedAt: Date;
}

/** After every consent for a time is over: who is erased has none any more. */
const FOR_EVER = new Date(8.64e15);

/**
 * What the person agreed to and withdrew, and what it was asked to confirm. The ledger stays, with the confirmations and links that its lines rest on: it
 * proves who was contacted lawfully, by which words, when and where they were agreed to. It names ids that mean nobody any more; network address and
 * program of a statement go. Links of somebody who was erased open nothing.
 */
export class ConsentData implements PersonalStore {
  readonly name = 'consents';
  readonly kind = 'table';
  readonly tables = ['consent_entry', 'consent_expiry', 'consent_confirmation', 'preference_link', 'former_address'];

  constructor(
    private readonly suppression: Suppressing,
    private readonly ids: IdSource,
  ) {}

  async *gather(tx: Tx, { tenantId, leadIds }: DataSubject): AsyncGenerator<PersonalRecord> {
    yield* await tx.query<PersonalRecord>(rows, [tenantId, leadIds]);
    yield* await tx.query<PersonalRecord>(asked, [tenantId, leadIds]);
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  /**
   * Whoever withdrew may not be contacted under the same address as somebody new. Who wants to be erased because of an objection, or of consent
   * that was withdrawn, has said so of every address and channel. An address that another lead has by now is no more the person's to close.
   */
  async erase(tx: Tx, { tenantId, leadIds, addresses }: DataSubject): Promise<Erased> {
    const objections = await this.objectionsOf(tx, tenantId, leadIds);
    const former = await this.removeFormer(tx, { tenantId, leadIds, addresses });
    await this.suppression.keep(tx, this.suppressed(objections, addresses));
    await this.suppression.keepHashed(tx, this.suppressed(objections, former));
    const { blanked = 0, removed = 0 } = (await tx.queryOne<{ blanked: number; removed: number }>(remains, [leadIds])) ?? {};
    const { count: kept = 0 } = (await tx.queryOne<{ count: number }>(count, [tenantId, leadIds])) ?? {};
    return {
      removed: removed + former.length,
      blanked,
      kept: {
        count: kept,
        reason:
          'Lines of the ledger, notes of those that ended, and confirmations and links by which they were stated: prove that contact was lawful (GDPR ' +
          'Art. 7(1), 17(3)(e)). They name ids that mean nobody any more, words, forms, instants, and keyed hashes of addresses that others have.',
      },
    };
  }

  /** What the lead withdrew goes on to hold for an address that somebody else has: as before the erasure, until that one states consent. */
  private async removeFormer(tx: Tx, { tenantId, leadIds, addresses }: DataSubject): Promise<Former[]> {
    const others = await tx.query<SubjectAddress>(ofOthers, [tenantId, leadIds, addresses.map(referenceText)]);
    return tx.query<Former>(removeFormer, [tenantId, leadIds, await this.suppression.hashesOf(tx, others)]);
  }

  private async objectionsOf(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<Objection[]> {
    const whole = await tx.queryOne<{ at: Date | null }>(objected, [tenantId, leadIds]);
    if (whole?.at) return [{ channels: [], addedAt: whole.at }];
    const ledger = await tx.query<LineOfMatter>(stated, [tenantId, leadIds]);
    const pointers = await tx.query<MergedLead>(merged, [tenantId, leadIds]);
    const withdrawn = standingsAt(ledger, pointers, FOR_EVER).filter(({ statement: { state } }) => state === 'withdrawn');
    return withdrawn.map(({ statement: { channel, statedAt } }) => ({ channels: [channel], addedAt: statedAt }));
  }

  private suppressed<A extends { readonly kind: DncKind }>(objections: readonly Objection[], addresses: readonly A[]) {
    return objections.flatMap(({ channels, addedAt }) =>
      addresses
        .filter(({ kind }) => channels.length === 0 || channels.some((channel) => REACHES[channel].includes(kind)))
        .map((address) => ({ ...address, id: this.ids.next(), channels, addedAt, expiresAt: null })),
    );
  }
}

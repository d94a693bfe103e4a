import type { Channel } from '@leadstream/contracts';
import type { IdSource } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { DataSubject, Erased, PersonalRecord, PersonalStore, SubjectAddress } from '@leadstream/privacy';
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

const withdrawn = {
  name: 'person_data_consents_withdrawn',
  text: `SELECT channel, min(stated_at) AS "statedAt"
           FROM (SELECT DISTINCT ON (lead_id, channel, purpose) channel, state, stated_at FROM consent_entry
                  WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])
                  ORDER BY lead_id, channel, purpose, stated_at DESC, entry_no DESC) AS latest
          WHERE state = 'withdrawn' GROUP BY channel ORDER BY channel`,
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
               + (SELECT count(*) FROM preference_link WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])))::int AS count`,
};

/** By which addresses a channel reaches somebody. */
const REACHES: Readonly<Record<Channel, readonly SubjectAddress['kind'][]>> = {
  email: ['email'],
  sms: ['phone'],
  whatsapp: ['phone'],
  voice: ['phone'],
  social: ['email', 'phone'],
};

/**
 * What the person agreed to and withdrew, and what it was asked to confirm. The ledger stays, with the confirmations and links that its lines rest on: it
 * proves who was contacted lawfully, by which words, when and where they were agreed to. It names ids that mean nobody any more; network address and
 * program of a statement go. Links of somebody who was erased open nothing.
 */
export class ConsentData implements PersonalStore {
  readonly name = 'consents';
  readonly kind = 'table';
  readonly tables = ['consent_entry', 'consent_expiry', 'consent_confirmation', 'preference_link'];

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

  /** Whoever withdrew may not be contacted under the same address as somebody new. */
  async erase(tx: Tx, { tenantId, leadIds, addresses }: DataSubject): Promise<Erased> {
    const channels = await tx.query<{ channel: Channel; statedAt: Date }>(withdrawn, [tenantId, leadIds]);
    await this.suppression.keep(
      tx,
      channels.flatMap(({ channel, statedAt }) =>
        addresses
          .filter(({ kind }) => REACHES[channel].includes(kind))
          .map((address) => ({ ...address, id: this.ids.next(), channels: [channel], addedAt: statedAt, expiresAt: null })),
      ),
    );
    const { blanked = 0, removed = 0 } = (await tx.queryOne<{ blanked: number; removed: number }>(remains, [leadIds])) ?? {};
    const { count: kept = 0 } = (await tx.queryOne<{ count: number }>(count, [tenantId, leadIds])) ?? {};
    return {
      removed,
      blanked,
      kept: {
        count: kept,
        reason:
          'Lines of the ledger, notes of those that ended, and confirmations and links by which they were stated: prove that contact was lawful (GDPR ' +
          'Art. 7(1), 17(3)(e)). They name ids that mean nobody any more, words, forms and instants.',
      },
    };
  }
}

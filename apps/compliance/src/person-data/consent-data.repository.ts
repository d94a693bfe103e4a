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

const count = {
  name: 'person_data_consents_count',
  text: 'SELECT count(*)::int AS count FROM consent_entry WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])',
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
 * What the person agreed to and withdrew, and what it was asked to confirm. The ledger stays: it proves that contact was lawful. It names ids that
 * mean nobody any more; the proof of a statement made by a form or a link also has the network address and the program it came from. Links of
 * somebody who was erased open nothing.
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
    const { count: kept = 0 } = (await tx.queryOne<{ count: number }>(count, [tenantId, leadIds])) ?? {};
    return {
      removed: 0,
      blanked: 0,
      kept: {
        count: kept,
        reason:
          'Proves that contact was lawful (GDPR Art. 17(3)(e)); names ids that mean nobody any more, and where a statement came from: the network ' +
          'address and the program.',
      },
    };
  }
}

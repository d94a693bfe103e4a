import type { Tx } from '@leadstream/persistence';
import type { DataSubject, Erased, PersonalStore } from '@leadstream/privacy';

const known = {
  name: 'person_data_standing',
  text: `SELECT (SELECT count(*) FROM known_lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]))::int
              + (SELECT count(*) FROM lead_stream WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]))::int AS count`,
};

/** That there is a lead of this id, and how many events were told of it. */
export class StandingData implements PersonalStore {
  readonly name = 'lead-ids';
  readonly kind = 'table';
  readonly tables = ['known_lead', 'lead_stream'];

  gather(): [] {
    return [];
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  async erase(tx: Tx, { tenantId, leadIds }: DataSubject): Promise<Erased> {
    const { count = 0 } = (await tx.queryOne<{ count: number }>(known, [tenantId, leadIds])) ?? {};
    return { removed: 0, blanked: 0, kept: { count, reason: 'An id that means nobody any more, and numbers of events.' } };
  }
}

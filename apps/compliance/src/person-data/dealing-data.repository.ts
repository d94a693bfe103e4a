import type { Tx } from '@leadstream/persistence';
import type { DataSubject, Erased, PersonalRecord, PersonalStore } from '@leadstream/privacy';

const rows = {
  name: 'person_data_dealings',
  text: `SELECT source_id AS "sourceId", lead_id AS "leadId", kind, dealt_at AS "dealtAt" FROM dealing
          WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) ORDER BY dealt_at, source_id`,
};
const remove = { name: 'person_data_dealings_remove', text: 'DELETE FROM dealing WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])' };

/** What the person bought and asked for, as far as it implies consent. */
export class DealingData implements PersonalStore {
  readonly name = 'dealings';
  readonly kind = 'table';
  readonly tables = ['dealing'];

  async *gather(tx: Tx, { tenantId, leadIds }: DataSubject): AsyncGenerator<PersonalRecord> {
    yield* await tx.query<PersonalRecord>(rows, [tenantId, leadIds]);
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  async erase(tx: Tx, { tenantId, leadIds }: DataSubject): Promise<Erased> {
    return { removed: await tx.execute(remove, [tenantId, leadIds]), blanked: 0 };
  }
}

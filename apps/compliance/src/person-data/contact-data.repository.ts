import type { Tx } from '@leadstream/persistence';
import type { DataSubject, Erased, PersonalRecord, PersonalStore, SubjectReference } from '@leadstream/privacy';

const rows = {
  name: 'person_data_contact',
  text: `SELECT lead_id AS "leadId", email, phone, time_zone AS "timeZone", country, region, deleted_at AS "deletedAt", merged_into AS "mergedInto"
           FROM known_lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) ORDER BY lead_id`,
};

const family = {
  name: 'person_data_contact_family',
  text: `SELECT lead_id AS "leadId", email, phone FROM known_lead
          WHERE tenant_id = $1 AND (lead_id = ANY ($2::uuid[]) OR merged_into = ANY ($2::uuid[]))`,
};

const blank = {
  name: 'person_data_contact_blank',
  text: `UPDATE known_lead SET email = NULL, phone = NULL, time_zone = NULL, country = NULL, region = NULL, deleted_at = coalesce(deleted_at, now())
          WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])
            AND (num_nonnulls(email, phone, time_zone, country, region) > 0 OR deleted_at IS NULL)`,
};

/** Where the person can be reached, as far as contact decisions need it. */
export class ContactData implements PersonalStore {
  readonly name = 'contact-data';
  readonly kind = 'table';
  readonly tables = ['known_lead', 'lead_stream'];

  async *gather(tx: Tx, { tenantId, leadIds }: DataSubject): AsyncGenerator<PersonalRecord> {
    yield* await tx.query<PersonalRecord>(rows, [tenantId, leadIds]);
  }

  async references(tx: Tx, { tenantId, leadIds }: DataSubject): Promise<SubjectReference[]> {
    const found = await tx.query<{ leadId: string; email: string | null; phone: string | null }>(family, [tenantId, leadIds]);
    return found.flatMap(({ leadId, email, phone }): SubjectReference[] => [
      { kind: 'lead', value: leadId },
      ...(email === null ? [] : [{ kind: 'email' as const, value: email }]),
      ...(phone === null ? [] : [{ kind: 'phone' as const, value: phone }]),
    ]);
  }

  async erase(tx: Tx, { tenantId, leadIds }: DataSubject): Promise<Erased> {
    return { removed: 0, blanked: await tx.execute(blank, [tenantId, leadIds]) };
  }
}

import type { Tx } from '@leadstream/persistence';
import { type DataSubject, type Erased, type PersonalRecord, type PersonalStore, referenceText } from '@leadstream/privacy';

const rows = {
  name: 'person_data_erasures',
  text: `SELECT e.id, e.lead_id AS "leadId", e.reason, e.step, e.requested_at AS "requestedAt", e.certified_at AS "certifiedAt"
           FROM erasure e
          WHERE e.tenant_id = $1
            AND (e.id IN (SELECT l.erasure_id FROM erasure_lead l WHERE l.tenant_id = $1 AND l.lead_id = ANY ($2::uuid[]))
                 OR (e.lead_id IS NULL
                     AND e.id IN (SELECT a.erasure_id FROM erasure_address a WHERE a.tenant_id = $1 AND a.address = ANY ($3::text[]))))
          ORDER BY e.id`,
};

/** That the person was, or is being, erased. Addresses go with the certificate; the rest proves the erasure. */
export class ErasureData implements PersonalStore {
  readonly name = 'erasures';
  readonly kind = 'table';
  readonly tables = ['erasure', 'erasure_lead', 'erasure_held_lead', 'erasure_address', 'erasure_answer', 'destroyed_reference'];

  async *gather(tx: Tx, { tenantId, leadIds, addresses }: DataSubject): AsyncGenerator<PersonalRecord> {
    yield* await tx.query<PersonalRecord>(rows, [tenantId, leadIds, addresses.map(referenceText)]);
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  async erase(tx: Tx, { tenantId, leadIds, addresses }: DataSubject): Promise<Erased> {
    const { length } = await tx.query(rows, [tenantId, leadIds, addresses.map(referenceText)]);
    return { removed: 0, blanked: 0, kept: { count: length, reason: 'Proves the erasure; names ids and keyed hashes.' } };
  }
}

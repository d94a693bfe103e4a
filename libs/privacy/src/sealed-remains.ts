import type { Tx } from '@leadstream/persistence';
import type { DataSubject } from './data-subject.js';
import type { Erased, PersonalStore } from './personal-store.js';

const COUNT = {
  name: 'person_data_sealed',
  text: `SELECT (SELECT count(*) FROM outbox WHERE tenant_id = $1::uuid AND partition_key = ANY (
                  SELECT $1::uuid || ':' || subject FROM unnest($2::uuid[]) AS subject))::int
              + (SELECT count(*) FROM idempotency_key WHERE tenant_id = $1::uuid AND sealed_answer IS NOT NULL AND expires_at > now())::int AS count`,
};

/**
 * What of every service stays sealed for a while. Events about the person open with its key alone, which is gone; whose an answer to a
 * repeated request is cannot be told, it is sealed with the installation's key.
 */
export class SealedRemains implements PersonalStore {
  readonly name = 'sealed-remains';
  readonly kind = 'topic';
  readonly tables = [];

  gather(): [] {
    return [];
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  async erase(tx: Tx, { tenantId, leadIds }: DataSubject): Promise<Erased> {
    const { count = 0 } = (await tx.queryOne<{ count: number }>(COUNT, [tenantId, leadIds])) ?? {};
    const reason =
      'Events that nothing opens since the key of the person is gone; they go a day after they were published. Answers to requests of any ' +
      'kind that carried an idempotency key, sealed; they go after 24 hours.';
    return { removed: 0, blanked: 0, kept: { count, reason } };
  }
}

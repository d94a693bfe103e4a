import type { Clock } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { DataSubject, Erased, PersonalStore } from '@leadstream/privacy';
import { Inject, Injectable } from '@nestjs/common';
import { KEY_DAYS, lastDayOfKeys } from '../intake/delivery-day.rules.js';
import { CLOCK } from '../tokens.js';

/** Days whose key is there yet, and on which something of the tenant's came in. */
const DAYS = {
  name: 'person_data_delivery_days',
  text: `SELECT count(*)::int AS count FROM generate_series(0, $3::int) AS back,
           LATERAL (SELECT ($2::timestamptz AT TIME ZONE 'UTC')::date - back AS day) AS one
         WHERE EXISTS (SELECT FROM email_event WHERE tenant_id = $1::uuid
           AND received_at >= day::timestamp AT TIME ZONE 'UTC' AND received_at < (day + 1)::timestamp AT TIME ZONE 'UTC')`,
};

/**
 * Deliveries of providers in the log, and those that could not be read. Whom they name is not known where they are sealed, so they lie under a key of their day that an
 * erasure of one person cannot destroy: its receipt says how many days there are, and when the last key goes.
 */
@Injectable()
export class DeliveryData implements PersonalStore {
  readonly name = 'deliveries';
  readonly kind = 'topic';
  readonly tables = [];

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  gather(): [] {
    return [];
  }

  references(): Promise<[]> {
    return Promise.resolve([]);
  }

  async erase(tx: Tx, { tenantId }: DataSubject): Promise<Erased> {
    const now = this.clock.now();
    const { count = 0 } = (await tx.queryOne<{ count: number }>(DAYS, [tenantId, now, KEY_DAYS])) ?? {};
    const reason =
      'Days of webhook deliveries, each sealed with a key of the tenant and day, for deliveries name many persons; topic and dead letters forget them within ' +
      `14 days. The last key is destroyed by ${lastDayOfKeys(now)}.`;
    return { removed: 0, blanked: 0, kept: { count, reason } };
  }
}

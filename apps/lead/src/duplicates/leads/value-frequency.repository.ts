import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

/** Fewer leads than this count as if nobody else had the value (`valueShare01`), so they are not stored. */
export const FREQUENT_LEADS = 3;

/** How many leads have a value. */
export interface ValueFrequency {
  /** Hash of field and value. */
  readonly value: string;
  readonly leads: number;
}

const CLEAR: Statement = { name: 'duplicate-values-clear', text: 'DELETE FROM duplicate_value WHERE tenant_id = $1' };

// Two values of one hash count together: a little too frequent is a little too careful.
const SAVE: Statement = {
  name: 'duplicate-values-save',
  text: `INSERT INTO duplicate_value AS known (tenant_id, value, leads)
         SELECT $1, value, sum(leads) FROM unnest($2::bigint[], $3::integer[]) AS counted (value, leads) GROUP BY value ORDER BY value
         ON CONFLICT (tenant_id, value) DO UPDATE SET leads = known.leads + excluded.leads`,
};

const FIND: Statement = {
  name: 'duplicate-values-find',
  text: 'SELECT value, leads FROM duplicate_value WHERE tenant_id = $1 AND value = ANY ($2::bigint[])',
};

/** How frequent values were when they were last counted. */
@Injectable()
export class ValueFrequencyRepository {
  async deleteAll(tx: Tx, tenantId: Uuid): Promise<void> {
    await tx.execute(CLEAR, [tenantId]);
  }

  async add(tx: Tx, tenantId: Uuid, values: readonly ValueFrequency[]): Promise<void> {
    await tx.execute(SAVE, [tenantId, values.map(({ value }) => value), values.map(({ leads }) => leads)]);
  }

  /** Of the given values those that are frequent. */
  find(tx: Tx, tenantId: Uuid, values: readonly string[]): Promise<ValueFrequency[]> {
    return tx.query<ValueFrequency>(FIND, [tenantId, values]);
  }
}

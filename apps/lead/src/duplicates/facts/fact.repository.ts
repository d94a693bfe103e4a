import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { DuplicateFact } from './duplicate-fact.js';

const FIND: Statement = {
  name: 'duplicate-facts',
  text: `SELECT fact.field_id AS "fieldId", field.key, fact.kind
         FROM duplicate_fact AS fact JOIN custom_field AS field USING (tenant_id, field_id)
         WHERE fact.tenant_id = $1 ORDER BY fact.field_id`,
};

const CLEAR: Statement = { name: 'duplicate-facts-clear', text: 'DELETE FROM duplicate_fact WHERE tenant_id = $1' };

const SAVE: Statement = {
  name: 'duplicate-facts-save',
  text: `INSERT INTO duplicate_fact (tenant_id, field_id, kind)
         SELECT $1, "fieldId", kind FROM jsonb_to_recordset($2::jsonb) AS stated ("fieldId" uuid, kind text)`,
};

const COUNT: Statement = {
  name: 'duplicate-facts-count',
  text: `INSERT INTO duplicate_fact_list AS list (tenant_id, version) VALUES ($1, 1)
         ON CONFLICT (tenant_id) DO UPDATE SET version = list.version + 1 RETURNING version`,
};

/** Which custom fields of a tenant tell people apart. */
@Injectable()
export class FactRepository {
  /** In a fixed order. */
  find(tx: Tx, tenantId: Uuid): Promise<DuplicateFact[]> {
    return tx.query<DuplicateFact>(FIND, [tenantId]);
  }

  /** Takes these in place of all that were there. @returns version of the list, which grows by one with every change */
  async replace(tx: Tx, tenantId: Uuid, facts: readonly DuplicateFact[]): Promise<number> {
    await tx.execute(CLEAR, [tenantId]);
    await tx.execute(SAVE, [tenantId, JSON.stringify(facts)]);
    const list = await tx.queryOne<{ version: number }>(COUNT, [tenantId]);
    if (!list) throw new Error('a list of facts that was written has no version');
    return list.version;
  }
}

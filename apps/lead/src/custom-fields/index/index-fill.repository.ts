import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import type { FieldValue } from '../custom-field.js';

/** A value that live leads share in a field that is to be unique. */
export interface SharedValue {
  /** As the latest lead has it. */
  readonly value: FieldValue;
  /** How many. */
  readonly leads: number;
  /** Some of them. */
  readonly leadIds: readonly Uuid[];
}

const FIND_TENANTS: Statement = {
  name: 'custom-index-tenants',
  text: 'SELECT tenant_id AS "tenantId" FROM tenants_with_index_work($1) AS tenant_id',
};

const FIND_END: Statement = {
  name: 'custom-index-end',
  text: 'SELECT lead_id AS "leadId" FROM lead WHERE tenant_id = $1 AND lead_id > $2 ORDER BY lead_id OFFSET $3 - 1 LIMIT 1',
};

const CLEAR: Statement = {
  name: 'custom-index-clear',
  text: 'DELETE FROM lead_custom_value WHERE tenant_id = $1 AND field_id = $2 AND lead_id > $3 AND lead_id <= $4',
};

const UNSETTLED = 'tenant_id = $1 AND field_id = $2 AND NOT settled';

/**
 * The first lead of each value that is not settled and that no other one has for itself; deleted leads, which share theirs with anybody. Named by their
 * place: of a tenant that statistics do not know the planner expects a single row, and reads all of the field for each that is looked up by key. The
 * tenant is hidden from it for the same reason.
 */
const FREE = `
  SELECT place FROM (
    SELECT DISTINCT ON (sort_key) sort_key, ctid AS place FROM lead_custom_value WHERE ${UNSETTLED} AND live ORDER BY sort_key, lead_id LIMIT $3) AS first
  WHERE NOT EXISTS (
    SELECT FROM lead_custom_value AS held
    WHERE held.tenant_id = (SELECT $1::uuid) AND held.field_id = $2 AND held.sort_key = first.sort_key AND held.is_unique AND held.live)
  UNION ALL
  (SELECT ctid FROM lead_custom_value WHERE ${UNSETTLED} AND NOT live LIMIT $3)`;

const SETTLE: Statement = {
  name: 'custom-index-settle',
  text: `UPDATE lead_custom_value AS v SET is_unique = true, settled = true FROM (${FREE}) AS free
         WHERE v.ctid = free.place`,
};

const HAS_UNSETTLED: Statement = { name: 'custom-index-has-unsettled', text: `SELECT 1 FROM lead_custom_value WHERE ${UNSETTLED} LIMIT 1` };
const HAS_FREE: Statement = { name: 'custom-index-has-free', text: `SELECT 1 FROM (${FREE}) AS free LIMIT 1` };

const FIND_SHARED: Statement = {
  name: 'custom-index-shared',
  text: `SELECT shared.leads, shared.ids AS "leadIds", lead.custom_fields -> $2::uuid::text AS value
         FROM (
           SELECT sort_key, count(*)::integer AS leads, (array_agg(lead_id ORDER BY lead_id DESC))[1:$4] AS ids
           FROM (SELECT DISTINCT sort_key FROM lead_custom_value WHERE ${UNSETTLED} AND live) AS unsettled
           JOIN lead_custom_value USING (sort_key)
           WHERE tenant_id = $1 AND field_id = $2 AND live GROUP BY sort_key HAVING count(*) > 1 ORDER BY sort_key LIMIT $3) AS shared
         JOIN lead ON lead.tenant_id = $1 AND lead.lead_id = shared.ids[1]
         ORDER BY shared.sort_key`,
};

/** The rows of one field's index while they are made: nobody else may write values meanwhile. */
@Injectable()
export class IndexFillRepository {
  /** Tenants with fields whose index is worked on. */
  async findTenants(tx: SystemTx, most: number): Promise<Uuid[]> {
    return (await tx.query<{ tenantId: Uuid }>(FIND_TENANTS, [most])).map(({ tenantId }) => tenantId);
  }

  /** The last of the next `most` leads; undefined when there are fewer. */
  async findEnd(tx: Tx, tenantId: Uuid, after: Uuid, most: number): Promise<Uuid | undefined> {
    return (await tx.queryOne<{ leadId: Uuid }>(FIND_END, [tenantId, after, most]))?.leadId;
  }

  /** Takes away the rows of leads behind one and up to another. */
  async clear(tx: Tx, tenantId: Uuid, fieldId: Uuid, { after, upTo }: { readonly after: Uuid; readonly upTo: Uuid }): Promise<void> {
    await tx.execute(CLEAR, [tenantId, fieldId, after, upTo]);
  }

  /** Gives values to the leads that alone have them. @returns how many */
  settle(tx: Tx, tenantId: Uuid, fieldId: Uuid, most: number): Promise<number> {
    return tx.execute(SETTLE, [tenantId, fieldId, most]);
  }

  async hasUnsettled(tx: Tx, tenantId: Uuid, fieldId: Uuid): Promise<boolean> {
    return (await tx.queryOne(HAS_UNSETTLED, [tenantId, fieldId])) !== undefined;
  }

  /** Whether one of the first `most` values could be settled. */
  async hasFree(tx: Tx, tenantId: Uuid, fieldId: Uuid, most: number): Promise<boolean> {
    return (await tx.queryOne(HAS_FREE, [tenantId, fieldId, most])) !== undefined;
  }

  /** Values that live leads share, `most` at most, each with some of its leads. */
  findShared(tx: Tx, tenantId: Uuid, fieldId: Uuid, most: number, leads: number): Promise<SharedValue[]> {
    return tx.query<SharedValue>(FIND_SHARED, [tenantId, fieldId, most, leads]);
  }
}

import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { CustomValues } from '../custom-field.js';

/** One row of `lead_custom_value`. */
export interface CustomValueRow {
  readonly fieldId: Uuid;
  readonly sortKey: string;
  readonly leadId: Uuid;
  readonly unique: boolean;
  /** False while it is not known whether a value of a unique field is the lead's alone. */
  readonly settled: boolean;
  readonly live: boolean;
}

/** A value that one live lead at most may have. */
export interface ValueClaim {
  readonly fieldId: Uuid;
  readonly sortKey: string;
}

/** A lead, deleted or not, that has a value of a field. */
export interface ValueHolder {
  readonly leadId: Uuid;
  readonly live: boolean;
  readonly customFields: CustomValues;
}

const ROWS = `INSERT INTO lead_custom_value (tenant_id, field_id, sort_key, lead_id, is_unique, settled, live)
              SELECT $1, "fieldId", "sortKey", "leadId", "unique", settled, live
              FROM jsonb_to_recordset($2::jsonb)
                AS stated ("fieldId" uuid, "sortKey" text, "leadId" uuid, "unique" boolean, settled boolean, live boolean)`;

const INSERT: Statement = { name: 'lead-custom-value-insert', text: ROWS };
const INSERT_FREE: Statement = {
  name: 'lead-custom-value-insert-free',
  text: `${ROWS} ON CONFLICT DO NOTHING RETURNING lead_id AS "leadId"`,
};

const DELETE_OF_LEADS: Statement = {
  name: 'lead-custom-value-delete-of-leads',
  text: 'DELETE FROM lead_custom_value WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])',
};
const DELETE_OF_FIELD: Statement = {
  name: 'lead-custom-value-delete-of-field',
  text: 'DELETE FROM lead_custom_value WHERE tenant_id = $1 AND field_id = $2',
};

const FIND_CLAIMED: Statement = {
  name: 'lead-custom-value-find-claimed',
  text: `SELECT v.field_id AS "fieldId", v.sort_key AS "sortKey", v.lead_id AS "leadId"
         FROM jsonb_to_recordset($2::jsonb) AS claim ("fieldId" uuid, "sortKey" text)
         JOIN lead_custom_value v ON v.tenant_id = $1 AND v.field_id = claim."fieldId" AND v.sort_key = claim."sortKey" COLLATE "C"
         WHERE v.is_unique AND v.live`,
};

const FIND_HOLDERS: Statement = {
  name: 'lead-custom-value-find-holders',
  text: `SELECT lead_id AS "leadId", deleted_at IS NULL AS live, jsonb_build_object($2::text, custom_fields -> $2::text) AS "customFields" FROM lead
         WHERE tenant_id = $1 AND lead_id > $3 AND lead_id <= $4 AND custom_fields ? $2::text ORDER BY lead_id`,
};

/** Rows beside the leads, through which an index finds them by a custom value. */
@Injectable()
export class CustomValueRepository {
  async create(tx: Tx, tenantId: Uuid, rows: readonly CustomValueRow[]): Promise<void> {
    await tx.execute(INSERT, [tenantId, JSON.stringify(rows)]);
  }

  /** @returns leads whose value nobody had; the rows of others are left out */
  async createFree(tx: Tx, tenantId: Uuid, rows: readonly CustomValueRow[]): Promise<readonly Uuid[]> {
    return (await tx.query<{ leadId: Uuid }>(INSERT_FREE, [tenantId, JSON.stringify(rows)])).map(({ leadId }) => leadId);
  }

  async deleteOfLeads(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<void> {
    await tx.execute(DELETE_OF_LEADS, [tenantId, leadIds]);
  }

  async deleteOfField(tx: Tx, tenantId: Uuid, fieldId: Uuid): Promise<void> {
    await tx.execute(DELETE_OF_FIELD, [tenantId, fieldId]);
  }

  /** Live leads that have one of the values in a unique field. */
  findClaimed(tx: Tx, tenantId: Uuid, claims: readonly ValueClaim[]): Promise<(ValueClaim & { readonly leadId: Uuid })[]> {
    return tx.query(FIND_CLAIMED, [tenantId, JSON.stringify(claims)]);
  }

  /** Leads with a value of the field behind one and up to another, in the order of their ids. */
  findHolders(tx: Tx, tenantId: Uuid, fieldId: Uuid, range: { readonly after: Uuid; readonly upTo: Uuid }): Promise<ValueHolder[]> {
    return tx.query<ValueHolder>(FIND_HOLDERS, [tenantId, fieldId, range.after, range.upTo]);
  }
}

import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import { LEAD_COLUMNS } from '../../lead-store/lead.repository.js';
import type { LeadRecord } from '../../lead/lead.js';
import type { LeadTemperature } from './lead-temperature.js';

// Leads are locked in the order of their ids, and before anything is found of them: so two looks at a lead follow each other, and no version
// of it is published in between.
const LOCKED = 'AND deleted_at IS NULL ORDER BY lead_id FOR NO KEY UPDATE';

/* Visitors to who they turned out to be, merged leads to their survivors. */
const LOCK_MEANT: Statement = {
  name: 'lead-temperature-lock-meant',
  text: `WITH RECURSIVE way AS (
           SELECT coalesce(i.lead_id, asked) AS meant
           FROM unnest($2::uuid[]) AS asked LEFT JOIN lead_identity i ON i.tenant_id = $1 AND i.kind = 'visitor' AND i.value = asked::text
           UNION
           SELECT l.merged_into FROM way JOIN lead l ON l.tenant_id = $1 AND l.lead_id = way.meant WHERE l.merged_into IS NOT NULL)
         SELECT ${LEAD_COLUMNS} FROM lead WHERE tenant_id = $1 AND lead_id = ANY (ARRAY(SELECT meant FROM way)) ${LOCKED}`,
};

const LOCK_NEXT: Statement = {
  name: 'lead-temperature-lock-next',
  text: `SELECT ${LEAD_COLUMNS} FROM lead WHERE tenant_id = $1 AND lead_id > $2 ${LOCKED.replace('FOR', 'LIMIT $3 FOR')}`,
};

const FIND_DUE: Statement = {
  name: 'lead-temperature-due',
  text: 'SELECT lead_id AS "leadId" FROM lead_temperature WHERE tenant_id = $1 AND look_at <= $2 ORDER BY look_at LIMIT $3',
};

const FIND: Statement = {
  name: 'lead-temperature-find',
  text: `SELECT lead_id AS "leadId", temperature, model_number AS "modelNumber", look_at AS "lookAt"
         FROM lead_temperature WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])`,
};

const SAVE: Statement = {
  name: 'lead-temperature-save',
  text: `INSERT INTO lead_temperature (tenant_id, lead_id, temperature, model_number, look_at)
         SELECT $1, "leadId", temperature, "modelNumber", "lookAt"
         FROM jsonb_to_recordset($2::jsonb) AS found ("leadId" uuid, temperature text, "modelNumber" integer, "lookAt" timestamptz)
         ON CONFLICT (tenant_id, lead_id) DO UPDATE
           SET temperature = excluded.temperature, model_number = excluded.model_number, look_at = excluded.look_at`,
};

const FORGET_LOOKS: Statement = {
  name: 'lead-temperature-forget',
  text: 'UPDATE lead_temperature SET look_at = NULL WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])',
};

const FIND_TENANTS: Statement = {
  name: 'lead-temperature-tenants',
  text: 'SELECT tenant_id AS "tenantId" FROM tenants_with_scores_to_judge($1, $2) AS tenant_id',
};

const FIND_TENANTS_DUE: Statement = {
  name: 'lead-temperature-tenants-due',
  text: 'SELECT tenant_id AS "tenantId" FROM tenants_with_temperatures_due($1, $2) AS tenant_id',
};

const HOLD_ALONE: Statement = {
  name: 'lead-temperature-hold-alone',
  text: `SELECT pg_try_advisory_xact_lock(hashtextextended('temperatures:' || $1::uuid, 0)) AS held`,
};

const FIND_JUDGED_UP_TO: Statement = {
  name: 'scoring-model-judged',
  text: 'SELECT number AS "modelNumber", judged_up_to AS "leadId" FROM scoring_model WHERE tenant_id = $1 AND judged_up_to IS NOT NULL',
};

// Another model may have become active meanwhile: by that one nobody was judged.
const SAVE_JUDGED_UP_TO: Statement = {
  name: 'scoring-model-judge',
  text: 'UPDATE scoring_model SET judged_up_to = $3 WHERE tenant_id = $1 AND number = $2 AND judged_up_to IS NOT NULL',
};

/** How hot leads were last found to be, and which are to be looked at again. */
@Injectable()
export class TemperatureRepository {
  /** Live leads that ids mean, locked. */
  lockMeant(tx: Tx, tenantId: Uuid, ids: readonly Uuid[]): Promise<LeadRecord[]> {
    return tx.query<LeadRecord>(LOCK_MEANT, [tenantId, ids]);
  }

  /** Live leads that come after one in the order of ids, locked. */
  lockNext(tx: Tx, tenantId: Uuid, after: Uuid, most: number): Promise<LeadRecord[]> {
    return tx.query<LeadRecord>(LOCK_NEXT, [tenantId, after, most]);
  }

  async find(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<Map<Uuid, LeadTemperature>> {
    const rows = await tx.query<LeadTemperature>(FIND, [tenantId, leadIds]);
    return new Map(rows.map((row) => [row.leadId, row]));
  }

  /** Leads whose temperature time may have changed by then, those that wait longest first. */
  async findDue(tx: Tx, tenantId: Uuid, at: Date, most: number): Promise<Uuid[]> {
    return (await tx.query<{ leadId: Uuid }>(FIND_DUE, [tenantId, at, most])).map(({ leadId }) => leadId);
  }

  /** Of leads that are locked. */
  async save(tx: Tx, tenantId: Uuid, found: readonly LeadTemperature[]): Promise<void> {
    if (found.length > 0) await tx.execute(SAVE, [tenantId, JSON.stringify(found)]);
  }

  /** Nobody looks at them by the clock any more: they are gone. */
  async forgetLooks(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<void> {
    if (leadIds.length > 0) await tx.execute(FORGET_LOOKS, [tenantId, leadIds]);
  }

  /** Tenants with leads whose temperature time may have changed by then. */
  async findTenantsDue(tx: SystemTx, at: Date, most: number): Promise<Uuid[]> {
    return (await tx.query<{ tenantId: Uuid }>(FIND_TENANTS_DUE, [at, most])).map(({ tenantId }) => tenantId);
  }

  /** Until the transaction ends, for those who ask. @returns false while somebody else holds it */
  async holdAlone(tx: Tx, tenantId: Uuid): Promise<boolean> {
    return (await tx.queryOne<{ held: boolean }>(HOLD_ALONE, [tenantId]))?.held ?? false;
  }

  /** Tenants with leads to look at, by another model or by the clock. */
  async findTenants(tx: SystemTx, at: Date, most: number): Promise<Uuid[]> {
    return (await tx.query<{ tenantId: Uuid }>(FIND_TENANTS, [at, most])).map(({ tenantId }) => tenantId);
  }

  /** The active model, and up to which lead all were judged by it; undefined when all were. */
  findJudgedUpTo(tx: Tx, tenantId: Uuid): Promise<{ readonly modelNumber: number; readonly leadId: Uuid } | undefined> {
    return tx.queryOne(FIND_JUDGED_UP_TO, [tenantId]);
  }

  /** @param leadId null when no lead is left */
  async saveJudgedUpTo(tx: Tx, tenantId: Uuid, modelNumber: number, leadId: Uuid | null): Promise<void> {
    await tx.execute(SAVE_JUDGED_UP_TO, [tenantId, modelNumber, leadId]);
  }
}

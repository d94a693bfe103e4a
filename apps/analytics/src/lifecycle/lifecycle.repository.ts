import type { Tx } from '@leadstream/persistence';
import type { LeadLifecycle, RollupCell } from './lifecycle.js';

interface LifecycleRow {
  lead_id: string;
  sequence: string;
  source: string;
  captured_at: Date;
  reached: LeadLifecycle['reached'];
  deleted: boolean;
}

const findForUpdate = {
  name: 'lifecycle_find_for_update',
  text: `SELECT lead_id, sequence, source, captured_at, reached, deleted
           FROM lead_lifecycle WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])
          ORDER BY lead_id FOR UPDATE`,
};

const saveAll = {
  name: 'lifecycle_save_all',
  text: `INSERT INTO lead_lifecycle (tenant_id, lead_id, sequence, source, captured_at, reached, deleted)
         SELECT $1, s.* FROM jsonb_to_recordset($2::jsonb)
           AS s (lead_id uuid, sequence bigint, source text, captured_at timestamptz, reached jsonb, deleted boolean)
         ON CONFLICT (tenant_id, lead_id) DO UPDATE
            SET sequence = excluded.sequence, source = excluded.source, captured_at = excluded.captured_at,
                reached = excluded.reached, deleted = excluded.deleted`,
};

const addCells = {
  name: 'lifecycle_add_cells',
  text: `INSERT INTO lifecycle_daily AS d (tenant_id, captured_on, source, stage, leads, seconds_sum, before_capture)
         SELECT $1, c.* FROM jsonb_to_recordset($2::jsonb)
           AS c (captured_on date, source text, stage text, leads bigint, seconds_sum bigint, before_capture bigint)
         ON CONFLICT (tenant_id, captured_on, source, stage) DO UPDATE
            SET leads = d.leads + excluded.leads, seconds_sum = d.seconds_sum + excluded.seconds_sum,
                before_capture = d.before_capture + excluded.before_capture`,
};

/** Keeps what is known of each lead's lifecycle and the rollup that follows from it. */
export class LifecycleRepository {
  /** Locks the rows it returns until the transaction ends. */
  async findByIds(tx: Tx, tenantId: string, leadIds: readonly string[]): Promise<Map<string, LeadLifecycle>> {
    const rows = await tx.query<LifecycleRow>(findForUpdate, [tenantId, leadIds]);
    return new Map(
      rows.map((row) => [
        row.lead_id,
        {
          leadId: row.lead_id,
          sequence: Number(row.sequence),
          source: row.source,
          capturedAt: row.captured_at,
          reached: row.reached,
          deleted: row.deleted,
        },
      ]),
    );
  }

  async save(tx: Tx, tenantId: string, states: readonly LeadLifecycle[]): Promise<void> {
    if (states.length === 0) return;
    const rows = states.map(({ leadId, sequence, source, capturedAt, reached, deleted }) => ({
      lead_id: leadId,
      sequence,
      source,
      captured_at: capturedAt,
      reached,
      deleted,
    }));
    await tx.execute(saveAll, [tenantId, JSON.stringify(rows)]);
  }

  /** Adds differences to the rollup; the cells must be ordered by key, so that writers never wait in a circle. */
  async addToRollup(tx: Tx, tenantId: string, cells: readonly RollupCell[]): Promise<void> {
    if (cells.length === 0) return;
    const rows = cells.map(({ capturedOn, source, stage, leads, secondsSum, beforeCapture }) => ({
      captured_on: capturedOn,
      source,
      stage,
      leads,
      seconds_sum: secondsSum,
      before_capture: beforeCapture,
    }));
    await tx.execute(addCells, [tenantId, JSON.stringify(rows)]);
  }
}

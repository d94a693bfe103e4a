import type { Tx } from '@leadstream/persistence';
import type { LeadLifecycle, RollupCell } from './lifecycle.js';

interface LifecycleRow {
  lead_id: string;
  sequence: string;
  source: string;
  captured_at: Date;
  reached: LeadLifecycle['reached'];
  deleted: boolean;
  merged_into: string | null;
}

const LOCK_KEY = `hashtextextended('lead_lifecycle ' || $1::text, 0)`;
const holdFamilies = { name: 'lifecycle_hold_families', text: `SELECT pg_advisory_xact_lock_shared(${LOCK_KEY})` };
const changeFamilies = { name: 'lifecycle_change_families', text: `SELECT pg_advisory_xact_lock(${LOCK_KEY})` };

const findFamilies = {
  name: 'lifecycle_find_families',
  text: `WITH RECURSIVE family AS (
           SELECT unnest($2::uuid[]) AS lead_id
           UNION
           SELECT near.lead_id FROM family f CROSS JOIN LATERAL (
                  SELECT l.lead_id FROM lead_lifecycle l WHERE l.tenant_id = $1 AND l.merged_into = f.lead_id
                  UNION ALL
                  SELECT l.merged_into FROM lead_lifecycle l WHERE l.tenant_id = $1 AND l.lead_id = f.lead_id AND l.merged_into IS NOT NULL) near)
         SELECT lead_id, sequence, source, captured_at, reached, deleted, merged_into
           FROM lead_lifecycle WHERE tenant_id = $1 AND lead_id IN (SELECT lead_id FROM family)
          ORDER BY lead_id FOR UPDATE`,
};

const saveAll = {
  name: 'lifecycle_save_all',
  text: `INSERT INTO lead_lifecycle (tenant_id, lead_id, sequence, source, captured_at, reached, deleted, merged_into)
         SELECT $1, s.* FROM jsonb_to_recordset($2::jsonb)
           AS s (lead_id uuid, sequence bigint, source text, captured_at timestamptz, reached jsonb, deleted boolean,
                merged_into uuid)
         ON CONFLICT (tenant_id, lead_id) DO UPDATE
            SET sequence = excluded.sequence, source = excluded.source, captured_at = excluded.captured_at,
                reached = excluded.reached, deleted = excluded.deleted,
                merged_into = excluded.merged_into`,
};

const CELLS = `jsonb_to_recordset($2::jsonb) AS c (captured_on date, source text, stage text, leads bigint, seconds_sum bigint, before_capture bigint)`;

/** First the cells that are new: a CHECK looks at a row before ON CONFLICT does, so a difference below zero cannot be upserted. */
const openCells = {
  name: 'lifecycle_open_cells',
  text: `INSERT INTO lifecycle_daily (tenant_id, captured_on, source, stage, leads, seconds_sum, before_capture)
         SELECT $1, c.captured_on, c.source, c.stage, 0, 0, 0 FROM ${CELLS}
          ORDER BY 2, 3, 4
             ON CONFLICT DO NOTHING`,
};

/** Locks in the order of the key, so that writers never wait in a circle. */
const moveCells = {
  name: 'lifecycle_move_cells',
  text: `WITH locked AS (
           SELECT c.* FROM ${CELLS}
             JOIN lifecycle_daily d ON d.tenant_id = $1 AND d.captured_on = c.captured_on AND d.source = c.source AND d.stage = c.stage
            ORDER BY d.captured_on, d.source, d.stage FOR UPDATE OF d)
         UPDATE lifecycle_daily d
            SET leads = d.leads + l.leads, seconds_sum = d.seconds_sum + l.seconds_sum, before_capture = d.before_capture + l.before_capture
           FROM locked l
          WHERE d.tenant_id = $1 AND d.captured_on = l.captured_on AND d.source = l.source AND d.stage = l.stage`,
};

/** Keeps what is known of each lead's lifecycle and the rollup that follows from it. */
export class LifecycleRepository {
  /**
   * The leads and all that count as one with one of them. Locks their rows until the transaction ends, and who belongs to whom in the
   * whole tenant: nobody else changes that meanwhile. A lock of rows alone would miss a survivor that is not known yet.
   * @param options whether this transaction is to change who belongs to whom: then it is alone
   */
  async findFamilies(
    tx: Tx,
    tenantId: string,
    leadIds: readonly string[],
    options: { readonly changing: boolean },
  ): Promise<Map<string, LeadLifecycle>> {
    const [, rows] = await Promise.all([
      tx.query(options.changing ? changeFamilies : holdFamilies, [tenantId]),
      tx.query<LifecycleRow>(findFamilies, [tenantId, leadIds]),
    ]);
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
          mergedInto: row.merged_into,
        },
      ]),
    );
  }

  async save(tx: Tx, tenantId: string, states: readonly LeadLifecycle[]): Promise<void> {
    if (states.length === 0) return;
    const rows = states.map(({ leadId, sequence, source, capturedAt, reached, deleted, mergedInto }) => ({
      lead_id: leadId,
      sequence,
      source,
      captured_at: capturedAt,
      reached,
      deleted,
      merged_into: mergedInto,
    }));
    await tx.execute(saveAll, [tenantId, JSON.stringify(rows)]);
  }

  /** Adds differences to the rollup, each cell once. */
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
    const values = [tenantId, JSON.stringify(rows)];
    await Promise.all([tx.execute(openCells, values), tx.execute(moveCells, values)]);
  }
}

import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { FoundPair, PairRecord } from './duplicate-pair.js';

/** Columns of a pair under the names of {@link PairRecord}. */
export const PAIR_COLUMNS = `pair.pair_id AS "pairId", pair.left_lead_id AS "leftId", pair.right_lead_id AS "rightId", pair.state, pair.score AS score01, pair.against,
  pair.explanation, pair.reason, pair.run_id AS "runId", pair.found_at AS "foundAt", pair.state_changed_at AS "stateChangedAt", pair.dismissals`;

const IS_NEWS = `known.state = 'dismissed' AND (known.left_print, known.right_print) <> (excluded.left_print, excluded.right_print)`;

// A lead that went away since it was read has no pairs.
const SAVE: Statement = {
  name: 'duplicate-pairs-save',
  text: `INSERT INTO duplicate_pair AS known (tenant_id, pair_id, left_lead_id, right_lead_id, state, score, against, explanation, left_print,
           right_print, run_id, opened_by, found_at, state_changed_at)
         SELECT $1, "pairId", "leftId", "rightId", 'open', "score01", against, explanation, "leftPrint", "rightPrint", $3, $3, $4, $4
         FROM jsonb_to_recordset($2::jsonb) AS stated ("pairId" uuid, "leftId" uuid, "rightId" uuid, "score01" float8, against text,
           explanation jsonb, "leftPrint" bigint, "rightPrint" bigint)
         WHERE (SELECT count(*) FROM lead WHERE tenant_id = $1 AND lead_id IN ("leftId", "rightId") AND deleted_at IS NULL) = 2
         ORDER BY "leftId", "rightId"
         ON CONFLICT (tenant_id, left_lead_id, right_lead_id) DO UPDATE
         SET score = excluded.score, against = excluded.against, explanation = excluded.explanation, left_print = excluded.left_print,
             right_print = excluded.right_print, run_id = excluded.run_id, found_at = excluded.found_at,
             state = CASE WHEN ${IS_NEWS} THEN 'open' ELSE known.state END,
             reason = CASE WHEN ${IS_NEWS} THEN NULL ELSE known.reason END,
             opened_by = CASE WHEN ${IS_NEWS} THEN excluded.run_id ELSE known.opened_by END,
             state_changed_at = CASE WHEN ${IS_NEWS} THEN excluded.state_changed_at ELSE known.state_changed_at END`,
};

const DELETE_UNFOUND: Statement = {
  name: 'duplicate-pairs-unfound',
  text: `DELETE FROM duplicate_pair WHERE tenant_id = $1 AND state = 'open' AND run_id <> $2`,
};

const COUNT: Statement = {
  name: 'duplicate-pairs-count',
  text: `SELECT count(*)::integer AS found, count(*) FILTER (WHERE opened_by = $2)::integer AS opened
         FROM duplicate_pair WHERE tenant_id = $1 AND run_id = $2`,
};

const FIND_FOR_UPDATE: Statement = {
  name: 'duplicate-pair-for-update',
  text: `SELECT ${PAIR_COLUMNS} FROM duplicate_pair AS pair WHERE tenant_id = $1 AND pair_id = $2 FOR UPDATE`,
};

const DISMISS: Statement = {
  name: 'duplicate-pair-dismiss',
  text: `UPDATE duplicate_pair AS pair SET state = 'dismissed', reason = $3, state_changed_at = $4, dismissals = pair.dismissals + 1
         WHERE tenant_id = $1 AND pair_id = $2 RETURNING ${PAIR_COLUMNS}`,
};

/** Pairs that runs have found. A merge settles its pair by a trigger. */
@Injectable()
export class PairRepository {
  /** New pairs are open; a dismissed one opens again when one of its leads has changed in what is compared. */
  async save(tx: Tx, tenantId: Uuid, runId: Uuid, pairs: readonly FoundPair[], at: Date): Promise<void> {
    if (pairs.length > 0) await tx.execute(SAVE, [tenantId, JSON.stringify(pairs), runId, at]);
  }

  /** Open pairs that the run did not find again. */
  async deleteUnfound(tx: Tx, tenantId: Uuid, runId: Uuid): Promise<void> {
    await tx.execute(DELETE_UNFOUND, [tenantId, runId]);
  }

  /** Of the pairs that the run found last: all, and those that it opened. */
  async count(tx: Tx, tenantId: Uuid, runId: Uuid): Promise<{ readonly found: number; readonly opened: number }> {
    return (await tx.queryOne<{ found: number; opened: number }>(COUNT, [tenantId, runId])) ?? { found: 0, opened: 0 };
  }

  findForUpdate(tx: Tx, tenantId: Uuid, pairId: Uuid): Promise<PairRecord | undefined> {
    return tx.queryOne<PairRecord>(FIND_FOR_UPDATE, [tenantId, pairId]);
  }

  async updateToDismissed(tx: Tx, tenantId: Uuid, pairId: Uuid, reason: string, at: Date): Promise<PairRecord> {
    const pair = await tx.queryOne<PairRecord>(DISMISS, [tenantId, pairId, reason, at]);
    if (!pair) throw new Error('a pair that is locked has gone');
    return pair;
  }
}

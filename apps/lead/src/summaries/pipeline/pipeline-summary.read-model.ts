import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { ClosedCount, OpenCount } from './pipeline-count.js';

// Rotting as `isRotting` judges. Intervals between instants have days of 24 hours: microseconds add up exactly.
const COUNT_OPEN: Statement = {
  name: 'summary-pipeline-open',
  text: `SELECT d.stage_id AS "stageId", d.currency, count(*)::integer AS deals, sum(d.amount)::text AS sum,
                (extract(epoch FROM sum($3::timestamptz - d.opened_at)) * 1000000)::bigint::text AS "ageMicros",
                (extract(epoch FROM sum($3::timestamptz - d.stage_entered_at)) * 1000000)::bigint::text AS "inStageMicros",
                (count(*) FILTER (WHERE coalesce(d.last_worked_at, d.updated_at) < $3::timestamptz - s.rots_after_days * interval '24 hours'))::integer AS rotting
         FROM deal d JOIN pipeline_stage s ON s.tenant_id = d.tenant_id AND s.stage_id = d.stage_id
         WHERE d.tenant_id = $1 AND d.pipeline_id = $2 AND d.deleted_at IS NULL AND NOT d.hidden AND d.closed_at IS NULL GROUP BY d.stage_id, d.currency`,
};

const COUNT_CLOSED: Statement = {
  name: 'summary-pipeline-closed',
  text: `SELECT status, currency, count(*)::integer AS deals, sum(amount)::text AS sum FROM deal
         WHERE tenant_id = $1 AND pipeline_id = $2 AND deleted_at IS NULL AND NOT hidden AND closed_at >= $3 AND closed_at < $4 GROUP BY status, currency`,
};

/** Counts of the deals of a pipeline. */
@Injectable()
export class PipelineSummaryReadModel {
  countOpen(tx: Tx, tenantId: Uuid, pipelineId: Uuid, now: Date): Promise<OpenCount[]> {
    return tx.query<OpenCount>(COUNT_OPEN, [tenantId, pipelineId, now]);
  }

  countClosed(tx: Tx, tenantId: Uuid, pipelineId: Uuid, from: Date, end: Date): Promise<ClosedCount[]> {
    return tx.query<ClosedCount>(COUNT_CLOSED, [tenantId, pipelineId, from, end]);
  }
}

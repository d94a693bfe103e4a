import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { SummaryWindow } from '../summary-window.js';
import type { ActivityCount, InteractionCount } from './activity-count.js';

/** The day of an instant by where days begin, which knows every change of clocks; `$2` begins the window, `$4` its days. */
const dayOf = (instant: string) => `width_bucket(${instant}, $4::timestamptz[]) - 1`;

const COUNT: Statement = {
  name: 'summary-activity-count',
  text: `SELECT 'tasksCompleted' AS activity, ${dayOf('closed_at')} AS day, assignee_id AS "memberId", count(*)::integer AS count FROM task
         WHERE tenant_id = $1 AND deleted_at IS NULL AND state = 'completed' AND closed_at >= $2 AND closed_at < $3 GROUP BY 2, 3
         UNION ALL
         SELECT 'tasksOverdue', ${dayOf('due_at')}, assignee_id, count(*)::integer FROM task
         WHERE tenant_id = $1 AND deleted_at IS NULL AND closed_at IS NULL AND NOT hidden AND due_at >= $2 AND due_at < $3 AND due_at <= $5
         GROUP BY 2, 3
         UNION ALL
         SELECT 'notes', ${dayOf('created_at')}, CASE WHEN author_kind = 'member' THEN author_id::uuid END, count(*)::integer FROM note
         WHERE tenant_id = $1 AND deleted_at IS NULL AND created_at >= $2 AND created_at < $3 GROUP BY 2, 3`,
};

const COUNT_INTERACTIONS: Statement = {
  name: 'summary-activity-interactions',
  text: `SELECT ${dayOf('occurred_at')} AS day, count(*)::integer AS count FROM scoring_contribution c
         WHERE tenant_id = $1 AND occurred_at >= $2 AND occurred_at < $3 AND starts_with(kind, 'interaction.')
           AND NOT EXISTS (SELECT FROM scoring_retraction r WHERE r.tenant_id = $1 AND r.source_id = c.source_id) GROUP BY 1`,
};

/** Counts of what was done, day by day. */
@Injectable()
export class ActivitySummaryReadModel {
  count(tx: Tx, tenantId: Uuid, { beginnings, end }: SummaryWindow, now: Date): Promise<ActivityCount[]> {
    return tx.query<ActivityCount>(COUNT, [tenantId, beginnings[0], end, beginnings, now]);
  }

  countInteractions(tx: Tx, tenantId: Uuid, { beginnings, end }: SummaryWindow): Promise<InteractionCount[]> {
    return tx.query<InteractionCount>(COUNT_INTERACTIONS, [tenantId, beginnings[0], end, beginnings]);
  }
}

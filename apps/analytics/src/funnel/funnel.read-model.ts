import type { FunnelStage } from '@leadstream/contracts';
import type { Tx } from '@leadstream/persistence';
import type { FunnelCell } from './funnel.js';

interface CellRow {
  key: string;
  stage: FunnelStage;
  leads: string;
  seconds_sum: string;
  before_capture: string;
}

const keyOf = { source: 'source', day: `to_char(captured_on, 'YYYY-MM-DD')`, none: `'all'::text` } as const;

/** Reads the lifecycle funnel out of the daily rollup. */
export class FunnelReadModel {
  async findCells(tx: Tx, tenantId: string, range: { from: string; to: string; groupBy: keyof typeof keyOf }): Promise<FunnelCell[]> {
    const rows = await tx.query<CellRow>(
      {
        name: `funnel_by_${range.groupBy}`,
        text: `SELECT ${keyOf[range.groupBy]} AS key, stage, sum(leads) AS leads, sum(seconds_sum) AS seconds_sum,
                      sum(before_capture) AS before_capture
                 FROM lifecycle_daily
                WHERE tenant_id = $1 AND captured_on BETWEEN $2::date AND $3::date
                GROUP BY 1, 2`,
      },
      [tenantId, range.from, range.to],
    );
    return rows.map((row) => ({
      key: row.key,
      stage: row.stage,
      leads: Number(row.leads),
      secondsSum: Number(row.seconds_sum),
      beforeCapture: Number(row.before_capture),
    }));
  }
}

import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { FilterTree } from '../../filter/condition.js';
import { Binds } from '../../filter/sql/binds.js';
import { filterSql, type SqlContext } from '../../filter/sql/filter-sql.rules.js';
import { type LeadRange, withinRange } from '../store/lead-range.rules.js';

/** Differences that are named, of each kind. */
export const MOST_NAMED = 20;

/** Asked of a range of leads. */
export interface RecountQuestion {
  readonly segmentId: Uuid;
  readonly filter: FilterTree;
  readonly range: LeadRange;
  readonly context: Omit<SqlContext, 'binds'>;
}

export interface Recount {
  readonly found: number;
  readonly missing: readonly Uuid[];
  readonly surplus: readonly Uuid[];
}

/** Whom a filter finds beside who is in the segment, of a range in one statement and so at one instant. */
@Injectable()
export class RecountReadModel {
  async compare(tx: Tx, tenantId: Uuid, { segmentId, filter, range, context }: RecountQuestion): Promise<Recount> {
    const binds = new Binds();
    const tenant = binds.add(tenantId, 'uuid');
    const segment = binds.add(segmentId, 'uuid');
    const named = (from: string, without: string) =>
      `ARRAY(SELECT lead_id FROM ${from} EXCEPT SELECT lead_id FROM ${without} ORDER BY 1 LIMIT ${MOST_NAMED})`;
    const row = await tx.queryOne<Recount>(
      `WITH found AS MATERIALIZED (
         SELECT lead_id FROM lead
         WHERE lead.tenant_id = ${tenant} AND ${withinRange('lead.lead_id', range, binds)} AND lead.deleted_at IS NULL
           AND ${filterSql(filter, { ...context, binds })}),
       member AS MATERIALIZED (
         SELECT lead_id FROM segment_member WHERE tenant_id = ${tenant} AND segment_id = ${segment} AND ${withinRange('lead_id', range, binds)})
       SELECT (SELECT count(*) FROM found)::integer AS found, ${named('found', 'member')} AS missing, ${named('member', 'found')} AS surplus`,
      binds.values,
    );
    return row ?? { found: 0, missing: [], surplus: [] };
  }
}

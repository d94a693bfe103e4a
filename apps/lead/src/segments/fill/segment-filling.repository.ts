import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { FilterTree } from '../../filter/condition.js';
import { Binds } from '../../filter/sql/binds.js';
import { filterSql, type SqlContext } from '../../filter/sql/filter-sql.rules.js';
import { LEAD_COLUMNS } from '../../lead-store/lead.repository.js';
import type { LeadRecord } from '../../lead/lead.js';
import { timeless } from '../../filter/next-change.rules.js';
import { turnSql } from '../../filter/sql/turn-sql.rules.js';
import { type LeadRange, withinRange } from '../store/lead-range.rules.js';

/** A lead as it is told of. */
export type ToldLead = Pick<LeadRecord, 'leadId' | 'version'>;

const FIND_END: Statement = {
  name: 'segment-fill-end',
  text: 'SELECT lead_id AS "leadId" FROM lead WHERE tenant_id = $1 AND lead_id > $2 ORDER BY lead_id OFFSET $3 LIMIT 1',
};
const FIND_LEADS: Statement = {
  name: 'segment-fill-leads',
  text: `SELECT ${LEAD_COLUMNS} FROM lead WHERE tenant_id = $1 AND lead_id > $2 AND ($3::uuid IS NULL OR lead_id <= $3) ORDER BY lead_id`,
};

/**
 * Longest time of a statement of a slice. Whoever judges leads of the tenant waits as long as the slice takes, and gives up after 10 s (`lock_timeout` of
 * the role), which holds up every tenant of its partition; a slice has two statements that look at leads.
 */
const STATEMENT_MS = 3_000;
const LIMIT_STATEMENTS: Statement = {
  name: 'segment-fill-limit',
  text: `SELECT set_config('statement_timeout', '${STATEMENT_MS}ms', true)`,
};

/** Leads at most, of a slice of a segment in which time plays a part, that are in it or that time may move: of each of the latter a row is written. */
const MOST_LOOKED = 10_000;

/** Asked of leads in ranges of ids, set by set. */
export interface FillQuestion {
  readonly segmentId: Uuid;
  readonly filter: FilterTree;
  readonly range: LeadRange;
  readonly at: Date;
  /** Leads at most that come in, and that leave. */
  readonly most: number;
  readonly context: Pick<SqlContext, 'registry' | 'scoreTenthsSql'>;
}

/** Puts the leads that a filter finds into a segment, range by range. */
@Injectable()
export class SegmentFillingRepository {
  /** Has statements of the transaction fail with `DATABASE.TIMEOUT` rather than keep others waiting. */
  async limitStatements(tx: Tx): Promise<void> {
    await tx.execute(LIMIT_STATEMENTS);
  }

  /** The last of so many leads; null when there are not as many. */
  async findEnd(tx: Tx, tenantId: Uuid, after: Uuid, most: number): Promise<Uuid | null> {
    return (await tx.queryOne<{ leadId: Uuid }>(FIND_END, [tenantId, after, most - 1]))?.leadId ?? null;
  }

  findLeads(tx: Tx, tenantId: Uuid, { after, upTo }: LeadRange): Promise<LeadRecord[]> {
    return tx.query<LeadRecord>(FIND_LEADS, [tenantId, after, upTo]);
  }

  /**
   * The first that the filter finds and that are not in the segment.
   * @returns who came in, in the order of their ids, and up to which lead all were looked at, where that is not the end of the range
   */
  async fill(
    tx: Tx,
    tenantId: Uuid,
    question: FillQuestion,
  ): Promise<{ readonly entered: readonly ToldLead[]; readonly upTo: Uuid | undefined }> {
    const binds = new Binds();
    const tenant = binds.add(tenantId, 'uuid');
    const segment = binds.add(question.segmentId, 'uuid');
    const at = binds.add(question.at.toISOString(), 'timestamptz');
    const most = binds.add(question.most, 'integer');
    const found = `lead.tenant_id = ${tenant} AND ${withinRange('lead.lead_id', question.range, binds)} AND lead.deleted_at IS NULL AND ${sqlOf(question, binds)}`;
    const entered = await tx.query<ToldLead>(
      `WITH entered AS (
         INSERT INTO segment_member (tenant_id, segment_id, lead_id, entered_at)
         SELECT ${tenant}, ${segment}, lead_id, ${at} FROM lead WHERE ${found}
           AND NOT EXISTS (SELECT FROM segment_member m WHERE m.tenant_id = ${tenant} AND m.segment_id = ${segment} AND m.lead_id = lead.lead_id)
         ORDER BY lead_id LIMIT ${most}
         ON CONFLICT DO NOTHING RETURNING lead_id)
       SELECT l.lead_id AS "leadId", l.version FROM entered JOIN lead l ON l.tenant_id = ${tenant} AND l.lead_id = entered.lead_id ORDER BY l.lead_id`,
      binds.values,
    );
    return { entered, upTo: endOf(entered, question.most) };
  }

  /** Has leads that the filter finds, and that are in the segment through others that went into them, be in it by themselves. */
  async own(tx: Tx, tenantId: Uuid, question: FillQuestion): Promise<void> {
    const binds = new Binds();
    const tenant = binds.add(tenantId, 'uuid');
    const segment = binds.add(question.segmentId, 'uuid');
    await tx.execute(
      `UPDATE segment_member m SET is_inherited = false FROM lead
       WHERE m.tenant_id = ${tenant} AND m.segment_id = ${segment} AND m.is_inherited AND ${withinRange('m.lead_id', question.range, binds)}
         AND lead.tenant_id = ${tenant} AND lead.lead_id = m.lead_id AND lead.deleted_at IS NULL AND ${sqlOf(question, binds)}`,
      binds.values,
    );
  }

  /**
   * As {@link fill}; and has leads that time alone may move be looked at by then, those that are to be looked at earlier as before. Leads are read once for
   * both.
   * @returns who came in, and up to which lead all were looked at, where that is not the end of the range
   */
  async fillTimed(
    tx: Tx,
    tenantId: Uuid,
    question: FillQuestion,
  ): Promise<{ readonly entered: readonly ToldLead[]; readonly upTo: Uuid | undefined }> {
    const binds = new Binds();
    const tenant = binds.add(tenantId, 'uuid');
    const segment = binds.add(question.segmentId, 'uuid');
    const at = binds.add(question.at.toISOString(), 'timestamptz');
    const most = binds.add(question.most, 'integer');
    const context = { ...question.context, binds, now: question.at };
    const mayHold = filterSql(timeless(question.filter, true), context);
    // Within the inner statement each condition is asked once; in the order of ids it goes no further than the outer one does.
    const rows = await tx.query<ToldLead & { readonly isEntered: boolean }>(
      `WITH looked AS MATERIALIZED (
         SELECT * FROM (
           SELECT lead_id, version, ${sqlOf(question, binds)} AS is_found, ${turnSql(question.filter, context)} AS turn FROM lead
           WHERE lead.tenant_id = ${tenant} AND ${withinRange('lead.lead_id', question.range, binds)} AND lead.deleted_at IS NULL AND ${mayHold}
           ORDER BY lead_id OFFSET 0) AS asked
         WHERE is_found OR turn IS NOT NULL ORDER BY lead_id LIMIT ${MOST_LOOKED}),
       entered AS (
         INSERT INTO segment_member (tenant_id, segment_id, lead_id, entered_at)
         SELECT ${tenant}, ${segment}, lead_id, ${at} FROM looked WHERE is_found
           AND NOT EXISTS (SELECT FROM segment_member m WHERE m.tenant_id = ${tenant} AND m.segment_id = ${segment} AND m.lead_id = looked.lead_id)
         ORDER BY lead_id LIMIT ${most}
         ON CONFLICT DO NOTHING RETURNING lead_id),
       put AS (
         INSERT INTO segment_lead_look AS look (tenant_id, lead_id, look_at)
         SELECT ${tenant}, lead_id, turn FROM looked WHERE turn IS NOT NULL
           AND NOT EXISTS (SELECT FROM segment_lead_look l WHERE l.tenant_id = ${tenant} AND l.lead_id = looked.lead_id AND l.look_at <= turn)
         ON CONFLICT (tenant_id, lead_id) DO UPDATE SET look_at = least(look.look_at, excluded.look_at))
       SELECT lead_id AS "leadId", version, true AS "isEntered" FROM looked WHERE lead_id IN (SELECT lead_id FROM entered)
       UNION ALL
       (SELECT lead_id, version, false FROM looked ORDER BY lead_id OFFSET ${MOST_LOOKED - 1} LIMIT 1)
       ORDER BY "leadId"`,
      binds.values,
    );
    const entered = rows.filter(({ isEntered }) => isEntered).map(({ leadId, version }) => ({ leadId, version }));
    return { entered, upTo: endOf(entered, question.most) ?? rows.find(({ isEntered }) => !isEntered)?.leadId };
  }

  /** The first that are in the segment and that the filter does not find. @returns who left, in the order of their ids */
  async clear(tx: Tx, tenantId: Uuid, question: FillQuestion): Promise<ToldLead[]> {
    const binds = new Binds();
    const tenant = binds.add(tenantId, 'uuid');
    const segment = binds.add(question.segmentId, 'uuid');
    const most = binds.add(question.most, 'integer');
    const left = await tx.query<ToldLead>(
      `WITH strange AS MATERIALIZED (
         SELECT lead.lead_id, lead.version FROM segment_member was JOIN lead ON lead.tenant_id = ${tenant} AND lead.lead_id = was.lead_id
         WHERE was.tenant_id = ${tenant} AND was.segment_id = ${segment} AND ${withinRange('was.lead_id', question.range, binds)}
           AND (lead.deleted_at IS NOT NULL OR (${sqlOf(question, binds)}) IS NOT TRUE)),
       gone AS (SELECT lead_id, version FROM strange ORDER BY lead_id LIMIT ${most})
       DELETE FROM segment_member m USING gone
       WHERE m.tenant_id = ${tenant} AND m.segment_id = ${segment} AND m.lead_id = gone.lead_id
       RETURNING gone.lead_id AS "leadId", gone.version`,
      binds.values,
    );
    return left.toSorted((one, other) => (one.leadId < other.leadId ? -1 : 1));
  }
}

/** Where a slice ends before the end of its range: as many moved as are told of in one transaction. */
export function endOf(moved: readonly ToldLead[], most: number): Uuid | undefined {
  return moved.length < most ? undefined : moved.at(-1)?.leadId;
}

function sqlOf({ filter, at, context }: FillQuestion, binds: Binds): string {
  return filterSql(filter, { ...context, binds, now: at });
}

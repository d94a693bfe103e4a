import { Injectable } from '@nestjs/common';
import { currentContext, type Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import { conditionsOf } from '../../filter/next-change.rules.js';
import { keptUntil } from '../segment.rules.js';
import { type FillingSegment, NO_LEAD, type SegmentRecord, type SegmentStep } from '../segment.js';

const COLUMNS = `segment_id AS "segmentId", version, name, kind, visibility, stated, filter, status, filled_up_to AS "filledUpTo",
  maker_kind AS "makerKind", maker_id AS "makerId", created_at AS "createdAt", updated_at AS "updatedAt", deleted_at AS "deletedAt"`;
const OF_TENANT = `SELECT ${COLUMNS} FROM segment WHERE tenant_id = $1`;
const LIVE = `${OF_TENANT} AND deleted_at IS NULL`;

const FIND: Statement = { name: 'segment-find', text: `${LIVE} AND segment_id = $2` };
const FIND_ANY: Statement = { name: 'segment-find-any', text: `${OF_TENANT} AND segment_id = $2` };
const FIND_FOR_UPDATE: Statement = { name: 'segment-find-for-update', text: `${FIND.text} FOR NO KEY UPDATE` };
const FIND_SEEN: Statement = {
  name: 'segment-page',
  text: `${OF_TENANT} AND (deleted_at IS NOT NULL) = $6 AND (visibility <> 'private' OR (maker_kind = $2 AND maker_id = $3)) AND segment_id < $4
         ORDER BY segment_id DESC LIMIT $5`,
};
const FIND_OF_LEAD: Statement = {
  name: 'segment-of-lead',
  text: `${LIVE} AND segment_id IN (SELECT segment_id FROM segment_member WHERE tenant_id = $1 AND lead_id = $2) ORDER BY segment_id DESC`,
};
const FIND_ALL: Statement = { name: 'segment-all', text: `${LIVE} ORDER BY segment_id` };
const FIND_DYNAMIC: Statement = {
  name: 'segment-dynamic',
  text: `SELECT segment_id AS "segmentId", version FROM segment WHERE tenant_id = $1 AND kind = 'dynamic' AND deleted_at IS NULL`,
};
// Judging asks for it again and again: one row instead of one a segment.
const FIND_PRINT: Statement = {
  name: 'segment-dynamic-print',
  text: `SELECT coalesce(md5(string_agg(segment_id || ' ' || version, ',' ORDER BY segment_id)), '') AS print
         FROM segment WHERE tenant_id = $1 AND kind = 'dynamic' AND deleted_at IS NULL`,
};
const FIND_GIVEN: Statement = { name: 'segment-given', text: `${LIVE} AND segment_id = ANY ($2::uuid[])` };
const COUNT: Statement = {
  name: 'segment-count',
  text: 'SELECT count(*)::integer AS segments FROM segment WHERE tenant_id = $1 AND deleted_at IS NULL',
};

// Of deleted segments it is kept for a time who was in them. Whoever waits because a slice failed comes after those whose slices did not.
const FIND_FILLING: Statement = {
  name: 'segment-filling',
  text: `SELECT ${COLUMNS}, fill_leads AS "fillLeads" FROM segment
         WHERE tenant_id = $1 AND filled_up_to IS NOT NULL AND (fill_retry_at IS NULL OR fill_retry_at <= $2)
         ORDER BY fill_retry_at NULLS FIRST, updated_at, segment_id LIMIT 1 FOR NO KEY UPDATE`,
};

// Who judges leads does so beside others; who changes what leads are judged by, or judges all of them, does so alone.
const HOLD: Statement = { name: 'segment-hold', text: `SELECT pg_advisory_xact_lock_shared(hashtextextended('segments:' || $1::uuid, 0))` };
const HOLD_ALONE: Statement = {
  name: 'segment-hold-alone',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('segments:' || $1::uuid, 0))`,
};

const INSERT: Statement = {
  name: 'segment-insert',
  text: `INSERT INTO segment (tenant_id, segment_id, version, name, kind, visibility, stated, filter, reads_score, status, filled_up_to, maker_kind, maker_id, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)`,
};
const UPDATE: Statement = {
  name: 'segment-update',
  text: `UPDATE segment SET version = $3, name = $4, visibility = $5, stated = $6, filter = $7, reads_score = $8, status = $9, filled_up_to = $10,
           updated_at = $11, deleted_at = $12, fill_leads = NULL, fill_retry_at = $13
         WHERE tenant_id = $1 AND segment_id = $2`,
};
const SAVE_FILLED: Statement = {
  name: 'segment-filled',
  text: `UPDATE segment SET filled_up_to = $3, status = CASE WHEN $3::uuid IS NULL THEN 'ready' ELSE 'backfilling' END,
           fill_leads = CASE WHEN $3::uuid IS NOT NULL THEN fill_leads END, fill_retry_at = NULL
         WHERE tenant_id = $1 AND segment_id = $2`,
};
const REFILL: Statement = {
  name: 'segment-refill',
  text: `UPDATE segment SET filled_up_to = $3, status = 'backfilling', fill_retry_at = NULL WHERE tenant_id = $1 AND segment_id = ANY ($2::uuid[])`,
};
const SAVE_RETRY: Statement = {
  name: 'segment-fill-retry',
  text: `UPDATE segment SET fill_leads = $4, fill_retry_at = $5
         WHERE tenant_id = $1 AND segment_id = $2 AND version = $3 AND filled_up_to IS NOT NULL`,
};
const INSERT_AUDIT: Statement = {
  name: 'segment-audit-insert',
  text: `INSERT INTO segment_audit (tenant_id, segment_id, version, action, changes, actor_kind, actor_id, request_id, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};
const FIND_TENANTS: Statement = {
  name: 'segment-tenants',
  text: `SELECT tenant_id AS "tenantId" FROM tenants_with_segments_to_judge($1, $2) AS tenant_id
         UNION SELECT tenant_id FROM tenants_with_leads_to_look_at($1, $2) AS tenant_id LIMIT $2`,
};

/** Segments as rows, each version with its audit. */
@Injectable()
export class SegmentRepository {
  findById(tx: Tx, tenantId: Uuid, segmentId: Uuid): Promise<SegmentRecord | undefined> {
    return tx.queryOne<SegmentRecord>(FIND, [tenantId, segmentId]);
  }

  findForUpdate(tx: Tx, tenantId: Uuid, segmentId: Uuid): Promise<SegmentRecord | undefined> {
    return tx.queryOne<SegmentRecord>(FIND_FOR_UPDATE, [tenantId, segmentId]);
  }

  /** Also a deleted one. */
  findAnyById(tx: Tx, tenantId: Uuid, segmentId: Uuid): Promise<SegmentRecord | undefined> {
    return tx.queryOne<SegmentRecord>(FIND_ANY, [tenantId, segmentId]);
  }

  /** Newest first. @param before segments made after it are left out */
  findSeenBy(
    tx: Tx,
    tenantId: Uuid,
    maker: { readonly kind: string; readonly id: string },
    { before, most, isDeleted }: { readonly before: Uuid; readonly most: number; readonly isDeleted: boolean },
  ): Promise<SegmentRecord[]> {
    return tx.query<SegmentRecord>(FIND_SEEN, [tenantId, maker.kind, maker.id, before, most, isDeleted]);
  }

  findOfLead(tx: Tx, tenantId: Uuid, leadId: Uuid): Promise<SegmentRecord[]> {
    return tx.query<SegmentRecord>(FIND_OF_LEAD, [tenantId, leadId]);
  }

  findAll(tx: Tx, tenantId: Uuid): Promise<SegmentRecord[]> {
    return tx.query<SegmentRecord>(FIND_ALL, [tenantId]);
  }

  /** The segment that waits longest for leads to be looked at, locked; deleted ones included, those left out that are not to be tried again yet. */
  findFilling(tx: Tx, tenantId: Uuid, now: Date): Promise<FillingSegment | undefined> {
    return tx.queryOne<FillingSegment>(FIND_FILLING, [tenantId, now]);
  }

  /** Which versions leads are judged by. */
  findDynamic(tx: Tx, tenantId: Uuid): Promise<Pick<SegmentRecord, 'segmentId' | 'version'>[]> {
    return tx.query(FIND_DYNAMIC, [tenantId]);
  }

  /** A text that differs when the above does. */
  async findPrint(tx: Tx, tenantId: Uuid): Promise<string> {
    return (await tx.queryOne<{ print: string }>(FIND_PRINT, [tenantId]))?.print ?? '';
  }

  findGiven(tx: Tx, tenantId: Uuid, segmentIds: readonly Uuid[]): Promise<SegmentRecord[]> {
    return tx.query<SegmentRecord>(FIND_GIVEN, [tenantId, segmentIds]);
  }

  async count(tx: Tx, tenantId: Uuid): Promise<number> {
    return (await tx.queryOne<{ segments: number }>(COUNT, [tenantId]))?.segments ?? 0;
  }

  /** Until the transaction ends nobody changes segments of the tenant, and nobody judges all leads. */
  async hold(tx: Tx, tenantId: Uuid): Promise<void> {
    await tx.execute(HOLD, [tenantId]);
  }

  /** Until the transaction ends nobody else judges leads of the tenant, or changes its segments. */
  async holdAlone(tx: Tx, tenantId: Uuid): Promise<void> {
    await tx.execute(HOLD_ALONE, [tenantId]);
  }

  /** To be called while the tenant's segments are held alone. */
  async create(tx: Tx, tenantId: Uuid, step: SegmentStep): Promise<void> {
    const { segmentId, version, name, kind, visibility, status, filledUpTo, makerKind, makerId, createdAt } = step.segment;
    const filter = [...filterColumns(step.segment), status, filledUpTo];
    await tx.execute(INSERT, [tenantId, segmentId, version, name, kind, visibility, ...filter, makerKind, makerId, createdAt]);
    await this.createAudit(tx, tenantId, step);
  }

  /** To be called while the tenant's segments are held alone. */
  async update(tx: Tx, tenantId: Uuid, step: SegmentStep): Promise<void> {
    const { segmentId, version, name, visibility, status, filledUpTo, updatedAt, deletedAt } = step.segment;
    const filter = [...filterColumns(step.segment), status, filledUpTo];
    await tx.execute(UPDATE, [tenantId, segmentId, version, name, visibility, ...filter, updatedAt, deletedAt, keptUntil(step.segment)]);
    await this.createAudit(tx, tenantId, step);
  }

  /** @param upTo null when no lead is left to be looked at */
  async saveFilled(tx: Tx, tenantId: Uuid, segmentId: Uuid, upTo: Uuid | null): Promise<void> {
    await tx.execute(SAVE_FILLED, [tenantId, segmentId, upTo]);
  }

  /** Has all leads be looked at again for them. */
  async refill(tx: Tx, tenantId: Uuid, segmentIds: readonly Uuid[]): Promise<void> {
    await tx.execute(REFILL, [tenantId, segmentIds, NO_LEAD]);
  }

  /** Has the next slice wait, unless the segment was changed since. @param leads that it looks at, at most */
  async saveRetry(
    tx: Tx,
    tenantId: Uuid,
    { segmentId, version }: Pick<SegmentRecord, 'segmentId' | 'version'>,
    leads: number,
    retryAt: Date,
  ): Promise<void> {
    await tx.execute(SAVE_RETRY, [tenantId, segmentId, version, leads, retryAt]);
  }

  /** Tenants with segments to be filled, or with leads that time may have moved by then. */
  async findTenants(tx: SystemTx, at: Date, most: number): Promise<Uuid[]> {
    return (await tx.query<{ tenantId: Uuid }>(FIND_TENANTS, [at, most])).map(({ tenantId }) => tenantId);
  }

  private async createAudit(tx: Tx, tenantId: Uuid, { segment, action, changes }: SegmentStep): Promise<void> {
    const { actor = { kind: 'service', id: 'lead' }, requestId = '' } = currentContext() ?? {};
    const values = [
      segment.segmentId,
      segment.version,
      action,
      JSON.stringify(changes),
      actor.kind,
      actor.id,
      requestId,
      segment.updatedAt,
    ];
    await tx.execute(INSERT_AUDIT, [tenantId, ...values]);
  }
}

function filterColumns({ stated, filter }: SegmentRecord): readonly unknown[] {
  if (filter === null) return [null, null, false];
  const readsScore = conditionsOf(filter).some(({ field }) => field.kind === 'derived' && field.name === 'score');
  return [JSON.stringify(stated), JSON.stringify(filter), readsScore];
}

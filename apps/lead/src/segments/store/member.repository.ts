import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import { LEAD_COLUMNS } from '../../lead-store/lead.repository.js';
import type { LeadRecord } from '../../lead/lead.js';

/** A lead and a segment. */
export interface Membership {
  readonly segmentId: Uuid;
  readonly leadId: Uuid;
}

/** When a lead is to be looked at, at the latest; null when no time will move it. */
export interface LeadLook {
  readonly leadId: Uuid;
  readonly lookAt: Date | null;
}

const FIND: Statement = {
  name: 'segment-member-find',
  text: `SELECT segment_id AS "segmentId", lead_id AS "leadId" FROM segment_member
         WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND segment_id = ANY ($3::uuid[])`,
};
const PAIRS = `jsonb_to_recordset($2::jsonb) AS pair ("segmentId" uuid, "leadId" uuid)`;
const LOOKS = `jsonb_to_recordset($2::jsonb) AS look ("leadId" uuid, "lookAt" timestamptz)`;
const INSERT: Statement = {
  name: 'segment-member-insert',
  text: `INSERT INTO segment_member (tenant_id, segment_id, lead_id, entered_at) SELECT $1, "segmentId", "leadId", $3 FROM ${PAIRS} ON CONFLICT DO NOTHING`,
};
const DELETE: Statement = {
  name: 'segment-member-delete',
  text: `DELETE FROM segment_member m USING ${PAIRS} WHERE m.tenant_id = $1 AND m.segment_id = pair."segmentId" AND m.lead_id = pair."leadId"`,
};
// What was there before may be too early, never too late, for it is of segments that nobody looked at now: only what is earlier is written.
const SAVE_EARLIER: Statement = {
  name: 'segment-look-earlier',
  text: `INSERT INTO segment_lead_look (tenant_id, lead_id, look_at)
         SELECT $1, "leadId", "lookAt" FROM ${LOOKS}
         WHERE NOT EXISTS (SELECT FROM segment_lead_look l WHERE l.tenant_id = $1 AND l.lead_id = "leadId" AND l.look_at <= "lookAt")
         ON CONFLICT (tenant_id, lead_id) DO UPDATE SET look_at = least(segment_lead_look.look_at, excluded.look_at)`,
};
const SAVE_NEXT: Statement = {
  name: 'segment-look-next',
  text: `INSERT INTO segment_lead_look (tenant_id, lead_id, look_at) SELECT $1, "leadId", "lookAt" FROM ${LOOKS}
         ON CONFLICT (tenant_id, lead_id) DO UPDATE SET look_at = excluded.look_at`,
};
const DELETE_LOOKS: Statement = {
  name: 'segment-look-delete',
  text: 'DELETE FROM segment_lead_look WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[])',
};
// Releases before migration 1022 had a row for each segment in segment_look; what they left is followed until it is due.
const DELETE_FORMER: Statement = {
  name: 'segment-look-delete-former',
  text: 'DELETE FROM segment_look WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND look_at <= $3',
};
const FIND_DUE: Statement = {
  name: 'segment-look-due',
  text: `SELECT DISTINCT lead_id AS "leadId" FROM (
           (SELECT lead_id FROM segment_lead_look WHERE tenant_id = $1 AND look_at <= $2 ORDER BY look_at LIMIT $3)
           UNION ALL
           (SELECT lead_id FROM segment_look WHERE tenant_id = $1 AND look_at <= $2 ORDER BY look_at LIMIT $3)) AS due`,
};
const FORGET: Statement = {
  name: 'segment-member-forget',
  text: `WITH some AS (SELECT lead_id FROM segment_member WHERE tenant_id = $1 AND segment_id = $2 LIMIT $3),
              looks AS (SELECT lead_id FROM segment_look WHERE tenant_id = $1 AND segment_id = $2 LIMIT $3),
              gone AS (DELETE FROM segment_member m USING some WHERE m.tenant_id = $1 AND m.segment_id = $2 AND m.lead_id = some.lead_id RETURNING 1),
              unseen AS (DELETE FROM segment_look l USING looks WHERE l.tenant_id = $1 AND l.segment_id = $2 AND l.lead_id = looks.lead_id RETURNING 1)
         SELECT ((SELECT count(*) FROM gone) + (SELECT count(*) FROM unseen))::integer AS rows`,
};
const FORGET_LOOKS: Statement = { name: 'segment-look-forget', text: 'DELETE FROM segment_look WHERE tenant_id = $1 AND segment_id = $2' };
const COUNT: Statement = {
  name: 'segment-member-count',
  text: `SELECT m.segment_id AS "segmentId", count(*)::integer AS members
         FROM segment_member m JOIN segment s ON s.tenant_id = $1 AND s.segment_id = m.segment_id
         WHERE m.tenant_id = $1 AND m.segment_id = ANY ($2::uuid[])
           AND (s.kind = 'dynamic' OR EXISTS (SELECT FROM lead l WHERE l.tenant_id = $1 AND l.lead_id = m.lead_id AND l.deleted_at IS NULL))
         GROUP BY m.segment_id`,
};
const PAGE: Statement = {
  name: 'segment-member-page',
  text: `SELECT m.entered_at AS "enteredAt", lead.* FROM segment_member m
         JOIN (SELECT tenant_id AS of_tenant, ${LEAD_COLUMNS} FROM lead) AS lead ON of_tenant = $1 AND "leadId" = m.lead_id AND "deletedAt" IS NULL
         WHERE m.tenant_id = $1 AND m.segment_id = $2 AND m.lead_id > $3 ORDER BY m.lead_id LIMIT $4`,
};

/* Visitors to who they turned out to be, merged leads to their survivors, deleted ones included. Locked in the order of ids, so that two looks
   at a lead follow each other, and no version of it is published in between. */
const LOCK_MEANT: Statement = {
  name: 'segment-lead-lock-meant',
  text: `WITH RECURSIVE way AS (
           SELECT coalesce(i.lead_id, asked) AS meant
           FROM unnest($2::uuid[]) AS asked LEFT JOIN lead_identity i ON i.tenant_id = $1 AND i.kind = 'visitor' AND i.value = asked::text
           UNION
           SELECT l.merged_into FROM way JOIN lead l ON l.tenant_id = $1 AND l.lead_id = way.meant WHERE l.merged_into IS NOT NULL)
         SELECT ${LEAD_COLUMNS} FROM lead WHERE tenant_id = $1 AND lead_id = ANY (ARRAY(SELECT meant FROM way)) ORDER BY lead_id FOR NO KEY UPDATE`,
};

/** Who is in which segment, and when leads are to be looked at again. */
@Injectable()
export class MemberRepository {
  /** Leads that ids mean, deleted ones included, locked. */
  lockMeant(tx: Tx, tenantId: Uuid, ids: readonly Uuid[]): Promise<LeadRecord[]> {
    return tx.query<LeadRecord>(LOCK_MEANT, [tenantId, ids]);
  }

  find(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], segmentIds: readonly Uuid[]): Promise<Membership[]> {
    return tx.query<Membership>(FIND, [tenantId, leadIds, segmentIds]);
  }

  /** @returns how many went in */
  async create(tx: Tx, tenantId: Uuid, pairs: readonly Membership[], at: Date): Promise<number> {
    return pairs.length === 0 ? 0 : tx.execute(INSERT, [tenantId, JSON.stringify(pairs), at]);
  }

  async delete(tx: Tx, tenantId: Uuid, pairs: readonly Membership[]): Promise<void> {
    if (pairs.length > 0) await tx.execute(DELETE, [tenantId, JSON.stringify(pairs)]);
  }

  /** Has leads be looked at by then; those that are to be looked at earlier stay so. */
  async saveEarlier(tx: Tx, tenantId: Uuid, looks: readonly LeadLook[]): Promise<void> {
    const coming = looks.filter(({ lookAt }) => lookAt !== null);
    if (coming.length > 0) await tx.execute(SAVE_EARLIER, [tenantId, JSON.stringify(coming)]);
  }

  /** Of leads that were looked at for all segments at an instant: when they are to be looked at again. */
  async saveNext(tx: Tx, tenantId: Uuid, looks: readonly LeadLook[], at: Date): Promise<void> {
    const coming = looks.filter(({ lookAt }) => lookAt !== null);
    const gone = looks.filter(({ lookAt }) => lookAt === null).map(({ leadId }) => leadId);
    const leadIds = looks.map(({ leadId }) => leadId);
    await Promise.all([
      this.deleteLooks(tx, tenantId, gone),
      coming.length > 0 ? tx.execute(SAVE_NEXT, [tenantId, JSON.stringify(coming)]) : undefined,
      tx.execute(DELETE_FORMER, [tenantId, leadIds, at]),
    ]);
  }

  /** Of leads that no time will move. */
  async deleteLooks(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<void> {
    if (leadIds.length > 0) await tx.execute(DELETE_LOOKS, [tenantId, leadIds]);
  }

  /** Leads that time may have moved by an instant. */
  async findDue(tx: Tx, tenantId: Uuid, at: Date, most: number): Promise<Uuid[]> {
    return (await tx.query<{ leadId: Uuid }>(FIND_DUE, [tenantId, at, most])).map(({ leadId }) => leadId);
  }

  /** Forgets who is in a segment, so many at most. @returns how many rows went */
  async forget(tx: Tx, tenantId: Uuid, segmentId: Uuid, most: number): Promise<number> {
    return (await tx.queryOne<{ rows: number }>(FORGET, [tenantId, segmentId, most]))?.rows ?? 0;
  }

  async forgetLooks(tx: Tx, tenantId: Uuid, segmentId: Uuid): Promise<void> {
    await tx.execute(FORGET_LOOKS, [tenantId, segmentId]);
  }

  /** Live leads in each of the segments. */
  async count(tx: Tx, tenantId: Uuid, segmentIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, number>> {
    const rows = await tx.query<{ segmentId: Uuid; members: number }>(COUNT, [tenantId, segmentIds]);
    return new Map(rows.map(({ segmentId, members }) => [segmentId, members]));
  }

  /** Live leads in a segment in the order of their ids. */
  findPage(tx: Tx, tenantId: Uuid, segmentId: Uuid, after: Uuid, most: number): Promise<(LeadRecord & { readonly enteredAt: Date })[]> {
    return tx.query(PAGE, [tenantId, segmentId, after, most]);
  }
}

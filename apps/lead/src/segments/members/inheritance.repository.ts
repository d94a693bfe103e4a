import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { LeadRecord } from '../../lead/lead.js';
import type { Membership } from '../store/member.repository.js';

/** A lead as it is told of. */
export type ToldLead = Pick<LeadRecord, 'leadId' | 'version'>;

/** A lead that came into a static segment, or left it, with one that went into it. */
export interface InheritedMove extends Membership {
  /** Of the segment. */
  readonly version: number;
  readonly isMember: boolean;
}

/* Leads, each with all that went into it, itself included. UNION, not UNION ALL: it ends whatever the pointers say. */
const familiesOf = (roots: string) => `RECURSIVE family AS (
    SELECT root, root AS member FROM ${roots}
    UNION
    SELECT f.root, l.lead_id FROM family f JOIN lead l ON l.tenant_id = $1 AND l.merged_into = f.member)`;

// Also of deleted segments that may be restored; of these nothing is told.
const SETTLE: Statement = {
  name: 'segment-inheritance-settle',
  text: `WITH ${familiesOf('unnest($2::uuid[]) AS root')},
         static AS (
           SELECT segment_id, version, deleted_at FROM segment
           WHERE tenant_id = $1 AND kind = 'static' AND (deleted_at IS NULL OR filled_up_to IS NOT NULL)),
         heir AS (
           SELECT DISTINCT m.segment_id, f.root AS lead_id
           FROM family f JOIN segment_member m ON m.tenant_id = $1 AND m.lead_id = f.member AND NOT m.is_inherited
           JOIN static s ON s.segment_id = m.segment_id
           WHERE f.member <> f.root),
         entered AS (
           INSERT INTO segment_member (tenant_id, segment_id, lead_id, entered_at, is_inherited)
           SELECT $1, segment_id, lead_id, $3, true FROM heir ORDER BY segment_id, lead_id ON CONFLICT DO NOTHING
           RETURNING segment_id, lead_id),
         gone AS (
           DELETE FROM segment_member m USING static s
           WHERE m.tenant_id = $1 AND m.lead_id = ANY ($2::uuid[]) AND m.segment_id = s.segment_id AND m.is_inherited
             AND NOT EXISTS (SELECT FROM heir h WHERE h.segment_id = m.segment_id AND h.lead_id = m.lead_id)
           RETURNING m.segment_id, m.lead_id),
         moved AS (SELECT segment_id, lead_id, true AS is_member FROM entered UNION ALL SELECT segment_id, lead_id, false FROM gone)
         SELECT segment_id AS "segmentId", lead_id AS "leadId", version, is_member AS "isMember" FROM moved JOIN static USING (segment_id)
         WHERE deleted_at IS NULL ORDER BY 2, 1`,
};

const DELETE_FAMILIES: Statement = {
  name: 'segment-inheritance-delete',
  text: `WITH ${familiesOf('unnest($3::uuid[]) AS root')},
         gone AS (
           DELETE FROM segment_member m USING family f WHERE m.tenant_id = $1 AND m.segment_id = $2 AND m.lead_id = f.member RETURNING m.lead_id)
         SELECT l.lead_id AS "leadId", l.version FROM gone JOIN lead l ON l.tenant_id = $1 AND l.lead_id = gone.lead_id ORDER BY 1`,
};

const OWN: Statement = {
  name: 'segment-inheritance-own',
  text: `UPDATE segment_member SET is_inherited = false
         WHERE tenant_id = $1 AND segment_id = $2 AND lead_id = ANY ($3::uuid[]) AND is_inherited`,
};

/** Who is in static segments because of leads that went into them: the rows of those stay as they were put. */
@Injectable()
export class InheritanceRepository {
  /** Has live leads, locked, in the static segments of those that went into them, and in no others but their own. @returns moves of segments that are there */
  settle(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], at: Date): Promise<InheritedMove[]> {
    return tx.query<InheritedMove>(SETTLE, [tenantId, leadIds, at]);
  }

  /** Takes leads out of a segment, with all that went into them. @returns who was in it, deleted ones included */
  async deleteFamilies(tx: Tx, tenantId: Uuid, segmentId: Uuid, leadIds: readonly Uuid[]): Promise<ToldLead[]> {
    return leadIds.length === 0 ? [] : tx.query<ToldLead>(DELETE_FAMILIES, [tenantId, segmentId, leadIds]);
  }

  /** Has leads that are in a segment be in it by themselves. */
  async own(tx: Tx, tenantId: Uuid, segmentId: Uuid, leadIds: readonly Uuid[]): Promise<void> {
    if (leadIds.length > 0) await tx.execute(OWN, [tenantId, segmentId, leadIds]);
  }
}

import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { ImportClaim } from '../store/import.repository.js';
import type { AuditedChange, LeadReversal, UndoneChanges, WorkKind } from './reversal.js';

// In the order of ids, so that two transactions never wait for each other.
const HOLD_LEADS: Statement = {
  name: 'import-reversal-hold-leads',
  text: 'SELECT FROM lead WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) ORDER BY lead_id FOR UPDATE',
};

const FIND_AUDIT: Statement = {
  name: 'import-reversal-audit',
  text: `SELECT a.lead_id AS "leadId", a.version, a.action, a.import_id AS "importId", a.changes,
           EXISTS (SELECT FROM lead_assignment s
                   WHERE s.tenant_id = a.tenant_id AND s.lead_id = a.lead_id AND s.lead_version = a.version AND s.way IN ('rule', 'reassigned')) AS "isDistributed"
         FROM lead_audit a WHERE a.tenant_id = $1 AND a.lead_id = ANY ($2::uuid[]) ORDER BY a.lead_id, a.version`,
};

// A task that something else than a person set up is theirs once they closed it.
const FIND_WORK: Statement = {
  name: 'import-reversal-work',
  text: `SELECT DISTINCT lead_id AS "leadId", kind FROM (
           SELECT lead_id, 'deals' AS kind FROM deal WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND deleted_at IS NULL
           UNION ALL
           SELECT lead_id, 'tasks' FROM task WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND deleted_at IS NULL
             AND (trigger_kind IN ('manual', 'recurrence') OR closed_at IS NOT NULL)
           UNION ALL
           SELECT lead_id, 'notes' FROM note WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND deleted_at IS NULL
           UNION ALL
           SELECT lead_id, 'documents' FROM document WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) AND state = 'stored' AND deleted_at IS NULL
           UNION ALL
           SELECT merged_into, 'merges' FROM lead WHERE tenant_id = $1 AND merged_into = ANY ($2::uuid[])) AS work
         ORDER BY 1, 2`,
};

const FIND_TAKEN_BACK: Statement = {
  name: 'import-reversal-taken-back',
  text: `SELECT lead_id AS "leadId", import_id AS "importId" FROM import_reversal
         WHERE tenant_id = $1 AND import_id = ANY ($2::uuid[]) AND lead_id = ANY ($3::uuid[])`,
};

const FIND_UNMERGED: Statement = {
  name: 'import-reversal-unmerged',
  text: `SELECT m.survivor_id AS "leadId", span."from", span."to" FROM lead_merge m
         CROSS JOIN LATERAL (VALUES (m.merge_from, m.merge_to), (m.undo_from, m.undo_to)) AS span ("from", "to")
         WHERE m.tenant_id = $1 AND m.survivor_id = ANY ($2::uuid[]) AND m.undone_at IS NOT NULL`,
};

const FIND_DELETED_TAGS: Statement = {
  name: 'import-reversal-deleted-tags',
  text: 'SELECT tag_id AS "tagId" FROM tag WHERE tenant_id = $1 AND tag_id = ANY ($2::uuid[]) AND deleted_at IS NOT NULL',
};

const FIND_DONE: Statement = {
  name: 'import-reversal-done',
  text: `SELECT lead_id AS "leadId" FROM import_reversal WHERE tenant_id = $1 AND import_id = $2 AND lead_id = ANY ($3::uuid[])`,
};

const INSERT: Statement = {
  name: 'import-reversal-insert',
  text: `INSERT INTO import_reversal (tenant_id, import_id, lead_id, outcome, conflicts)
         SELECT $1, $2, "leadId", outcome, conflicts FROM jsonb_to_recordset($3::jsonb) AS reversal ("leadId" uuid, outcome text, conflicts jsonb)`,
};

/** What reversals of imports have done, lead by lead. */
@Injectable()
export class ReversalRepository {
  /** Until the transaction ends nobody changes the leads, nor puts anything on them. */
  async holdLeads(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<void> {
    await tx.query(HOLD_LEADS, [tenantId, leadIds]);
  }

  /** What people have put on the leads, and other leads that went into them. */
  async findWork(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, readonly WorkKind[]>> {
    const rows = await tx.query<{ leadId: Uuid; kind: WorkKind }>(FIND_WORK, [tenantId, leadIds]);
    return new Map([...Map.groupBy(rows, ({ leadId }) => leadId)].map(([leadId, found]) => [leadId, found.map(({ kind }) => kind)]));
  }

  /**
   * What was done to the leads and taken back.
   * @param importIds that may have been
   */
  async findUndone(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[], importIds: readonly Uuid[]): Promise<(leadId: Uuid) => UndoneChanges> {
    const imports = await tx.query<{ leadId: Uuid; importId: Uuid }>(FIND_TAKEN_BACK, [tenantId, importIds, leadIds]);
    const merges = await tx.query<{ leadId: Uuid; from: number; to: number }>(FIND_UNMERGED, [tenantId, leadIds]);
    const [importsOf, spansOf] = [Map.groupBy(imports, ({ leadId }) => leadId), Map.groupBy(merges, ({ leadId }) => leadId)];
    return (leadId) => ({
      importIds: new Set(importsOf.get(leadId)?.map(({ importId }) => importId)),
      spans: spansOf.get(leadId) ?? [],
    });
  }

  /** Of the tags those that are deleted. */
  async findDeletedTags(tx: Tx, tenantId: Uuid, tagIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (tagIds.length === 0) return new Set();
    const rows = await tx.query<{ tagId: string }>(FIND_DELETED_TAGS, [tenantId, tagIds]);
    return new Set(rows.map(({ tagId }) => tagId));
  }

  /** Every version of the leads. */
  findAudit(tx: Tx, tenantId: Uuid, leadIds: readonly Uuid[]): Promise<AuditedChange[]> {
    return tx.query<AuditedChange>(FIND_AUDIT, [tenantId, leadIds]);
  }

  /** Which of the leads are done. */
  async findDone(tx: Tx, { tenantId, importId }: ImportClaim, leadIds: readonly Uuid[]): Promise<Uuid[]> {
    return (await tx.query<{ leadId: Uuid }>(FIND_DONE, [tenantId, importId, leadIds])).map(({ leadId }) => leadId);
  }

  async create(tx: Tx, { tenantId, importId }: ImportClaim, reversals: readonly LeadReversal[]): Promise<void> {
    const rows = reversals.map(({ leadId, outcome, conflicts }) => ({ leadId, outcome, conflicts }));
    if (rows.length > 0) await tx.execute(INSERT, [tenantId, importId, JSON.stringify(rows)]);
  }
}

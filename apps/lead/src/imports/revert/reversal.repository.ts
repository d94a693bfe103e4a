import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { ImportClaim } from '../store/import.repository.js';
import type { AuditedChange, LeadReversal } from './reversal.js';

const FIND_AUDIT: Statement = {
  name: 'import-reversal-audit',
  text: `SELECT lead_id AS "leadId", version, action, import_id AS "importId", changes FROM lead_audit
         WHERE tenant_id = $1 AND lead_id = ANY ($2::uuid[]) ORDER BY lead_id, version`,
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

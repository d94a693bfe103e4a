import { Injectable } from '@nestjs/common';
import { currentContext, uuidV7, type Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { LeadStep } from '../lead/lead-step.js';

const INSERT_AUDIT: Statement = {
  name: 'lead-audit-insert',
  text: `INSERT INTO lead_audit (tenant_id, lead_id, audit_id, action, version, changes, actor_kind, actor_id, client_ip, request_id, import_id, recorded_at)
         SELECT $1, "leadId", "auditId", action, version, changes, $3, $4, $5, $6, "importId", "at"
         FROM jsonb_to_recordset($2::jsonb) AS step ("leadId" uuid, "auditId" uuid, action text, version integer, changes jsonb, "importId" uuid, "at" timestamptz)`,
};

const INSERT_HISTORY: Statement = {
  name: 'lead-status-history-insert',
  text: `INSERT INTO lead_status_history (tenant_id, lead_id, change_id, from_status, to_status, changed_at, seconds_in_stage, trigger, import_id, recorded_at)
         SELECT $1, "leadId", "changeId", "from", "to", "changedAt", "secondsInStage", trigger, "importId", "at"
         FROM jsonb_to_recordset($2::jsonb) AS move ("leadId" uuid, "changeId" uuid, "from" text, "to" text, "changedAt" timestamptz,
                                                     "secondsInStage" bigint, trigger text, "importId" uuid, "at" timestamptz)`,
};

/** What happened to leads, for ever: audit and status history. Actor, address and request come from the ambient context. */
@Injectable()
export class LeadJournalRepository {
  async createAudit(tx: Tx, tenantId: Uuid, steps: readonly LeadStep[]): Promise<void> {
    const context = currentContext();
    const rows = steps.map(({ lead, action, changes, importId, at }) => ({
      leadId: lead.leadId,
      auditId: uuidV7.next(),
      action,
      version: lead.version,
      changes,
      importId,
      at,
    }));
    const { kind, id } = context?.actor ?? { kind: 'service', id: 'lead' };
    await tx.execute(INSERT_AUDIT, [tenantId, JSON.stringify(rows), kind, id, context?.clientIp ?? null, context?.requestId ?? '']);
  }

  async createHistory(tx: Tx, tenantId: Uuid, steps: readonly LeadStep[]): Promise<void> {
    const rows = steps.flatMap(({ lead, move, importId, at }) =>
      move ? [{ leadId: lead.leadId, changeId: uuidV7.next(), ...move, importId, at }] : [],
    );
    if (rows.length > 0) await tx.execute(INSERT_HISTORY, [tenantId, JSON.stringify(rows)]);
  }
}

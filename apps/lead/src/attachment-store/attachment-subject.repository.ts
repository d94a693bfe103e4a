import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { AttachmentSubject } from './attachment-subject.js';

/** What stands with a lead. */
type Kind = Exclude<AttachmentSubject['kind'], 'lead'>;

const FIND: Readonly<Record<Kind, Statement>> = {
  deal: {
    name: 'attachment-deal-find',
    text: `SELECT d.lead_id AS "leadId" FROM deal d WHERE d.tenant_id = $1 AND d.deal_id = $2 AND d.deleted_at IS NULL AND EXISTS (
             SELECT FROM lead l WHERE l.tenant_id = $1 AND l.lead_id = lead_survivor(d.tenant_id, d.lead_id) AND l.deleted_at IS NULL)`,
  },
  task: {
    name: 'attachment-task-find',
    text: `SELECT t.lead_id AS "leadId" FROM task t WHERE t.tenant_id = $1 AND t.task_id = $2 AND t.deleted_at IS NULL AND NOT t.hidden`,
  },
};

const HOLD: Readonly<Record<Kind, Statement>> = {
  deal: { name: 'attachment-deal-hold', text: `${FIND.deal.text} FOR SHARE OF d` },
  task: { name: 'attachment-task-hold', text: `${FIND.task.text} FOR SHARE OF t` },
};

// The lead first, as whoever deletes one takes them: a new note refers to it too.
const HOLD_LEAD: Readonly<Record<Kind, Statement>> = {
  deal: {
    name: 'attachment-deal-hold-lead',
    text: `SELECT 1 FROM lead WHERE tenant_id = $1 AND lead_id = (SELECT lead_id FROM deal WHERE tenant_id = $1 AND deal_id = $2) FOR KEY SHARE`,
  },
  task: {
    name: 'attachment-task-hold-lead',
    text: `SELECT 1 FROM lead WHERE tenant_id = $1 AND lead_id = (SELECT lead_id FROM task WHERE tenant_id = $1 AND task_id = $2) FOR KEY SHARE`,
  },
};

interface Found {
  readonly leadId: Uuid;
}

/** Deals and tasks, as notes and documents hang on them: those that are deleted, or whose lead is, are not there. */
@Injectable()
export class AttachmentSubjectRepository {
  /** @returns the lead that it was given to; undefined when it is not there */
  async findLeadId(tx: Tx, tenantId: Uuid, kind: Kind, id: Uuid): Promise<Uuid | undefined> {
    return (await tx.queryOne<Found>(FIND[kind], [tenantId, id]))?.leadId;
  }

  /** The same; nobody deletes it before the transaction ends. */
  async holdLeadId(tx: Tx, tenantId: Uuid, kind: Kind, id: Uuid): Promise<Uuid | undefined> {
    await tx.query(HOLD_LEAD[kind], [tenantId, id]);
    return (await tx.queryOne<Found>(HOLD[kind], [tenantId, id]))?.leadId;
  }
}

import { type Actor, currentContext, type Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import type { FieldChange, SubjectRequestRecord } from '../subject-request.js';
import { REQUEST_COLUMNS, requestOf, type SubjectRequestRow } from './subject-request-row.js';

const INSERT: Statement = {
  name: 'subject_request_insert',
  text: `INSERT INTO subject_request (tenant_id, id, status, version, note, assignee_id, identity, paused_since, paused_days, extension, due_at, refusal,
                                      updated_at, ended_at, reminded_until, next_reminder_at, kind, lead_id, jurisdiction, country, time_zone, via,
                                      received_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
};

const INSERT_ADDRESSES: Statement = {
  name: 'subject_request_insert_addresses',
  text: `INSERT INTO subject_request_address (tenant_id, request_id, address) SELECT $1::uuid, $2::uuid, unnest($3::text[])`,
};

const UPDATE: Statement = {
  name: 'subject_request_update',
  text: `UPDATE subject_request SET status = $3, version = $4, note = $5, assignee_id = $6, identity = $7, paused_since = $8, paused_days = $9,
                extension = $10, due_at = $11, refusal = $12, updated_at = $13, ended_at = $14, reminded_until = $15, next_reminder_at = $16
         WHERE tenant_id = $1 AND id = $2`,
};

const FIND_FOR_UPDATE: Statement = {
  name: 'subject_request_find_for_update',
  text: `SELECT ${REQUEST_COLUMNS} FROM subject_request WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
};

const FIND_DUE: Statement = {
  name: 'subject_request_find_due',
  text: `SELECT ${REQUEST_COLUMNS} FROM subject_request WHERE tenant_id = $1 AND next_reminder_at <= $2
         ORDER BY next_reminder_at LIMIT $3 FOR UPDATE SKIP LOCKED`,
};

const INSERT_STEP: Statement = {
  name: 'subject_request_step_insert',
  text: `INSERT INTO subject_request_step (tenant_id, request_id, version, changes, actor_kind, actor_id, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
};

const REMIND: Statement = {
  name: 'subject_request_remind',
  text: 'UPDATE subject_request SET reminded_until = $3, next_reminder_at = $4 WHERE tenant_id = $1 AND id = $2',
};

const SERVICE: Actor = { kind: 'service', id: 'compliance' };

/** Late requests, and exports that wait too long, of all tenants. */
export interface SubjectRequestLevels {
  readonly overdue: number;
  readonly stuck: number;
}

/** Requests as rows. Where a change is meant, the row is locked first: find, decide, write. */
export class SubjectRequestRepository {
  async create(tx: Tx, tenantId: Uuid, request: SubjectRequestRecord): Promise<void> {
    const { kind, leadId, jurisdiction, country, timeZone, via, receivedAt, createdAt } = request;
    await tx.execute(INSERT, [...valuesOf(tenantId, request), kind, leadId, jurisdiction, country, timeZone, via, receivedAt, createdAt]);
    if (request.addresses.length > 0) await tx.execute(INSERT_ADDRESSES, [tenantId, request.requestId, request.addresses]);
  }

  async update(tx: Tx, tenantId: Uuid, request: SubjectRequestRecord): Promise<void> {
    await tx.execute(UPDATE, valuesOf(tenantId, request));
  }

  /** Who made the version comes from the ambient context. */
  async createStep(tx: Tx, tenantId: Uuid, request: SubjectRequestRecord, changes: readonly FieldChange[]): Promise<void> {
    const actor = currentContext()?.actor ?? SERVICE;
    const values = [tenantId, request.requestId, request.version, JSON.stringify(changes), actor.kind, actor.id, request.updatedAt];
    await tx.execute(INSERT_STEP, values);
  }

  async findForUpdate(tx: Tx, tenantId: Uuid, requestId: Uuid): Promise<SubjectRequestRecord | undefined> {
    const row = await tx.queryOne<SubjectRequestRow>(FIND_FOR_UPDATE, [tenantId, requestId]);
    return row && requestOf(row);
  }

  /** Requests of which something is to be told by `now`, locked; those that somebody else has locked are left for another time. */
  async findDue(tx: Tx, tenantId: Uuid, now: Date, limit: number): Promise<SubjectRequestRecord[]> {
    return (await tx.query<SubjectRequestRow>(FIND_DUE, [tenantId, now, limit])).map(requestOf);
  }

  /** What was told, and what is to be told next; the version stays. */
  async remind(tx: Tx, tenantId: Uuid, { requestId, remindedUntil, nextReminderAt }: SubjectRequestRecord): Promise<void> {
    await tx.execute(REMIND, [tenantId, requestId, remindedUntil, nextReminderAt]);
  }

  /** Tenants with something to tell or to do by `now`, whoever they are; at most `limit`. */
  async findTenants(tx: SystemTx, now: Date, limit: number): Promise<Uuid[]> {
    const rows = await tx.query<{ tenantId: Uuid }>('SELECT tenants_with_subject_work($1, $2) AS "tenantId"', [now, limit]);
    return rows.map(({ tenantId }) => tenantId);
  }

  async findLevels(tx: SystemTx, now: Date): Promise<SubjectRequestLevels> {
    const row = await tx.queryOne<{ overdue: string; stuck: string }>('SELECT overdue, stuck FROM subject_request_levels($1)', [now]);
    return { overdue: Number(row?.overdue), stuck: Number(row?.stuck) };
  }
}

/** What changes in the course of a request, behind the names of its row. */
function valuesOf(tenantId: Uuid, request: SubjectRequestRecord): unknown[] {
  const { requestId, status, version, note, assigneeId, identity, pausedSince, pausedDays, extension, dueAt, refusal, updatedAt } = request;
  const { endedAt, remindedUntil, nextReminderAt } = request;
  const documents = [identity, extension, refusal].map((document) => document && JSON.stringify(document));
  const head = [tenantId, requestId, status, version, note, assigneeId, documents[0], pausedSince, pausedDays, documents[1], dueAt];
  return [...head, documents[2], updatedAt, endedAt, remindedUntil, nextReminderAt];
}

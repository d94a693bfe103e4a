import type { Uuid } from '@leadstream/kernel';
import { ColumnCipher, type ColumnPlace, type Statement, type Tx } from '@leadstream/persistence';
import { Injectable } from '@nestjs/common';
import { lookAt } from './export-state.rules.js';
import type { AnswerPart, AnswerProgress, ExportRecord, LocatedAnswer } from './gathered-answer.js';

const COLUMNS = `request_id AS "requestId", step, started_at AS "startedAt", answers_by AS "answersBy", completed_at AS "completedAt",
  escalated_at AS "escalatedAt", expires_at AS "expiresAt", removed_at AS "removedAt"`;

const INSERT: Statement = {
  name: 'subject_export_insert',
  text: `INSERT INTO subject_export (tenant_id, request_id, step, started_at, answers_by, expires_at, look_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT DO NOTHING`,
};

const FIND: Statement = {
  name: 'subject_export_find',
  text: `SELECT ${COLUMNS} FROM subject_export WHERE tenant_id = $1 AND request_id = $2`,
};

const FIND_FOR_UPDATE: Statement = { name: 'subject_export_find_for_update', text: `${FIND.text} FOR UPDATE` };

const FIND_DUE: Statement = {
  name: 'subject_export_find_due',
  text: `SELECT ${COLUMNS} FROM subject_export WHERE tenant_id = $1 AND look_at <= $2 ORDER BY look_at LIMIT $3 FOR UPDATE SKIP LOCKED`,
};

const UPDATE: Statement = {
  name: 'subject_export_update',
  text: `UPDATE subject_export SET completed_at = $3, escalated_at = $4, expires_at = $5, removed_at = $6, look_at = $7
         WHERE tenant_id = $1 AND request_id = $2`,
};

const INSERT_PART: Statement = {
  name: 'subject_export_part_insert',
  text: `INSERT INTO subject_export_part (tenant_id, part_key, request_id, service, part, is_last, records, sealed_records, received_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
};

const PROGRESS: Statement = {
  name: 'subject_export_progress',
  text: `SELECT service, count(*)::int AS "receivedParts", max(part) FILTER (WHERE is_last) AS parts
           FROM subject_export_part WHERE tenant_id = $1 AND request_id = $2 GROUP BY service`,
};

const NEXT_PART: Statement = {
  name: 'subject_export_part_next',
  text: `SELECT service, part, is_last AS "isLast", sealed_records AS sealed FROM subject_export_part
          WHERE tenant_id = $1 AND request_id = $2 AND (service, part) > ($3, $4) ORDER BY service, part LIMIT 1`,
};

const DELETE_PARTS: Statement = {
  name: 'subject_export_part_delete',
  text: 'DELETE FROM subject_export_part WHERE tenant_id = $1 AND request_id = $2',
};

const INSERT_LOCATION: Statement = {
  name: 'subject_export_location_insert',
  text: `INSERT INTO subject_export_location (tenant_id, request_id, service, addresses, answered_at) VALUES ($1, $2, $3, $4::text[], $5)
         ON CONFLICT DO NOTHING`,
};

const FIND_LOCATIONS: Statement = {
  name: 'subject_export_location_find',
  text: `SELECT request_id AS "requestId", service, addresses FROM subject_export_location WHERE tenant_id = $1 AND request_id = $2`,
};

const DELETE_LOCATIONS: Statement = {
  name: 'subject_export_location_delete',
  text: 'DELETE FROM subject_export_location WHERE tenant_id = $1 AND request_id = $2',
};

const BEGIN_GATHERING: Statement = {
  name: 'subject_export_begin_gathering',
  text: `UPDATE subject_export SET step = 'gathering' WHERE tenant_id = $1 AND request_id = $2`,
};

/** What was gathered for requests. Records are sealed, for nobody looks for anything in them. */
@Injectable()
export class ExportRepository {
  constructor(private readonly cipher: ColumnCipher) {}

  /** @returns whether it was begun now */
  async create(tx: Tx, tenantId: Uuid, record: ExportRecord): Promise<boolean> {
    const { requestId, step, startedAt, answersBy, expiresAt } = record;
    return (await tx.execute(INSERT, [tenantId, requestId, step, startedAt, answersBy, expiresAt, lookAt(record)])) === 1;
  }

  find(tx: Tx, tenantId: Uuid, requestId: Uuid): Promise<ExportRecord | undefined> {
    return tx.queryOne<ExportRecord>(FIND, [tenantId, requestId]);
  }

  findForUpdate(tx: Tx, tenantId: Uuid, requestId: Uuid): Promise<ExportRecord | undefined> {
    return tx.queryOne<ExportRecord>(FIND_FOR_UPDATE, [tenantId, requestId]);
  }

  /** Those to be looked at by `now`, locked; those that somebody else has locked are left for another time. */
  findDue(tx: Tx, tenantId: Uuid, now: Date, limit: number): Promise<ExportRecord[]> {
    return tx.query<ExportRecord>(FIND_DUE, [tenantId, now, limit]);
  }

  async update(tx: Tx, tenantId: Uuid, record: ExportRecord): Promise<void> {
    const { requestId, completedAt, escalatedAt, expiresAt, removedAt } = record;
    await tx.execute(UPDATE, [tenantId, requestId, completedAt, escalatedAt, expiresAt, removedAt, lookAt(record)]);
  }

  /** A part that is there already stays as it is. */
  async createPart(tx: Tx, tenantId: Uuid, answer: AnswerPart, now: Date): Promise<void> {
    const { requestId, service, part, isLast, records } = answer;
    const place = placeOf(tenantId, answer);
    const sealed = this.cipher.seal(JSON.stringify(records), place);
    await tx.execute(INSERT_PART, [tenantId, place.row, requestId, service, part, isLast, records.length, sealed, now]);
  }

  findProgress(tx: Tx, tenantId: Uuid, requestId: Uuid): Promise<AnswerProgress[]> {
    return tx.query<AnswerProgress>(PROGRESS, [tenantId, requestId]);
  }

  /** The part behind another one: by service, then by number. */
  async findNextPart(
    tx: Tx,
    tenantId: Uuid,
    requestId: Uuid,
    after: Pick<AnswerPart, 'service' | 'part'>,
  ): Promise<AnswerPart | undefined> {
    type Row = Pick<AnswerPart, 'service' | 'part' | 'isLast'> & { readonly sealed: Buffer };
    const row = await tx.queryOne<Row>(NEXT_PART, [tenantId, requestId, after.service, after.part]);
    if (row === undefined) return undefined;
    const { service, part, isLast, sealed } = row;
    const records = this.cipher.open(sealed, placeOf(tenantId, { requestId, service, part }));
    return { requestId, service, part, isLast, records: JSON.parse(records) as AnswerPart['records'] };
  }

  /** One that is there already stays as it is. */
  async createLocation(tx: Tx, tenantId: Uuid, { requestId, service, addresses }: LocatedAnswer, now: Date): Promise<void> {
    await tx.execute(INSERT_LOCATION, [tenantId, requestId, service, addresses, now]);
  }

  findLocations(tx: Tx, tenantId: Uuid, requestId: Uuid): Promise<LocatedAnswer[]> {
    return tx.query<LocatedAnswer>(FIND_LOCATIONS, [tenantId, requestId]);
  }

  /** The names have gone into the question. */
  async updateToGathering(tx: Tx, tenantId: Uuid, requestId: Uuid): Promise<void> {
    await tx.execute(BEGIN_GATHERING, [tenantId, requestId]);
    await this.deleteLocations(tx, tenantId, requestId);
  }

  async deleteLocations(tx: Tx, tenantId: Uuid, requestId: Uuid): Promise<void> {
    await tx.execute(DELETE_LOCATIONS, [tenantId, requestId]);
  }

  /** @returns how many there were */
  deleteParts(tx: Tx, tenantId: Uuid, requestId: Uuid): Promise<number> {
    return tx.execute(DELETE_PARTS, [tenantId, requestId]);
  }
}

function placeOf(tenantId: Uuid, { requestId, service, part }: Pick<AnswerPart, 'requestId' | 'service' | 'part'>): ColumnPlace {
  return { tenantId, column: 'subject_export_part.records', row: `${requestId}/${service}/${part}` };
}

import { Injectable } from '@nestjs/common';
import type { Actor, RequestContext, Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { AttachmentSubject, AttachmentSubjects } from '../../attachment-store/attachment-subject.js';
import { attachmentKeys } from '../../lead/search/attachment-keys.rules.js';
import { SEARCH_VERSION } from '../../lead/search/search-keys.rules.js';
import type { NoteRecord, NoteStep } from '../note.js';

/** Columns of a note as {@link noteOf} reads them. */
export const NOTE_COLUMNS = `note_id AS "noteId", entity_kind AS "subjectKind", entity_id AS "subjectId", lead_id AS "leadId", version, body, pinned, author_kind AS "authorKind",
  author_id AS "authorId", created_at AS "createdAt", updated_at AS "updatedAt", deleted_at AS "deletedAt"`;

const OF_SUBJECTS = 'tenant_id = $1 AND entity_kind = $2 AND entity_id = ANY ($3::uuid[]) AND note_id = $4';

const FIND: Statement = { name: 'note-find', text: `SELECT ${NOTE_COLUMNS} FROM note WHERE ${OF_SUBJECTS}` };
const FIND_FOR_UPDATE: Statement = { name: 'note-find-for-update', text: `${FIND.text} FOR UPDATE` };

const INSERT: Statement = {
  name: 'note-insert',
  text: `INSERT INTO note (tenant_id, note_id, entity_kind, entity_id, lead_id, version, body, pinned, author_kind, author_id, created_at, updated_at,
                           search_version, search_keys)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, ${SEARCH_VERSION}, $13)`,
};

const UPDATE: Statement = {
  name: 'note-update',
  text: `UPDATE note SET version = $3, body = $4, pinned = $5, updated_at = $6, deleted_at = $7, search_version = ${SEARCH_VERSION}, search_keys = $8
         WHERE tenant_id = $1 AND note_id = $2`,
};

const INSERT_AUDIT: Statement = {
  name: 'note-audit-insert',
  text: `INSERT INTO note_audit (tenant_id, note_id, version, action, changes, actor_kind, actor_id, client_ip, request_id, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
};

export interface NoteRow extends Omit<NoteRecord, 'subject' | 'author'> {
  readonly subjectKind: AttachmentSubject['kind'];
  readonly subjectId: Uuid;
  readonly leadId: Uuid;
  readonly authorKind: Actor['kind'];
  readonly authorId: string;
}

export function noteOf({ subjectKind, subjectId, leadId, authorKind, authorId, ...note }: NoteRow): NoteRecord {
  return { ...note, subject: { kind: subjectKind, id: subjectId, leadId }, author: { kind: authorKind, id: authorId } };
}

/** Notes as rows, deleted ones included. Where a change is meant, the row is locked first: find, decide, write. */
@Injectable()
export class NoteRepository {
  async find(tx: Tx, tenantId: Uuid, subjects: AttachmentSubjects, noteId: Uuid): Promise<NoteRecord | undefined> {
    const row = await tx.queryOne<NoteRow>(FIND, [tenantId, subjects.kind, subjects.ids, noteId]);
    return row && noteOf(row);
  }

  async findForUpdate(tx: Tx, tenantId: Uuid, subjects: AttachmentSubjects, noteId: Uuid): Promise<NoteRecord | undefined> {
    const row = await tx.queryOne<NoteRow>(FIND_FOR_UPDATE, [tenantId, subjects.kind, subjects.ids, noteId]);
    return row && noteOf(row);
  }

  async create(
    tx: Tx,
    tenantId: Uuid,
    { noteId, subject, version, body, pinned, author, createdAt, updatedAt }: NoteRecord,
  ): Promise<void> {
    const values = [noteId, subject.kind, subject.id, subject.leadId, version, body, pinned, author.kind, author.id, createdAt, updatedAt];
    await tx.execute(INSERT, [tenantId, ...values, attachmentKeys(body)]);
  }

  async update(tx: Tx, tenantId: Uuid, { noteId, version, body, pinned, updatedAt, deletedAt }: NoteRecord): Promise<void> {
    await tx.execute(UPDATE, [tenantId, noteId, version, body, pinned, updatedAt, deletedAt, attachmentKeys(body)]);
  }

  async createAudit(tx: Tx, tenantId: Uuid, { note, action, changes }: NoteStep, by: RequestContext): Promise<void> {
    const { actor, clientIp = null, requestId } = by;
    const values = [note.noteId, note.version, action, JSON.stringify(changes), actor.kind, actor.id, clientIp, requestId, note.updatedAt];
    await tx.execute(INSERT_AUDIT, [tenantId, ...values]);
  }
}

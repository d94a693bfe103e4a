import { Injectable } from '@nestjs/common';
import type { Note, NoteAuditEntry } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { z } from 'zod';
import type { AttachmentSubjects } from '../../attachment-store/attachment-subject.js';
import { NOTE_COLUMNS, noteOf, type NoteRow } from './note.repository.js';
import { presentNote } from '../note.rules.js';

export interface NotePage {
  readonly items: readonly Note[];
  readonly nextCursor: string | null;
}

export interface NoteAuditPage {
  readonly items: readonly NoteAuditEntry[];
  readonly nextCursor: string | null;
}

/** Which page of a list. */
export interface PageOf {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const position = z.strictObject({ pinned: z.boolean(), at: z.iso.datetime(), id: z.uuid() });
const auditPosition = z.strictObject({ before: z.int() });

type AuditRow = Omit<NoteAuditEntry, 'actor' | 'recordedAt'> & { actorKind: string; actorId: string; recordedAt: Date };

/** Notes of subjects and their audit, page by page. */
@Injectable()
export class NoteReadModel {
  async findPage(tx: Tx, tenantId: Uuid, subjects: AttachmentSubjects, isDeleted: boolean, { limit, cursor }: PageOf): Promise<NotePage> {
    const after = cursor === undefined ? undefined : decodeCursor(position, cursor);
    const rows = await tx.query<NoteRow>(
      `SELECT ${NOTE_COLUMNS} FROM note
       WHERE tenant_id = $1 AND entity_kind = $2 AND entity_id = ANY ($3::uuid[]) AND deleted_at IS ${isDeleted ? 'NOT NULL' : 'NULL'}
         AND ($4::boolean IS NULL OR (pinned, created_at, note_id) < ($4, $5::timestamptz, $6::uuid))
       ORDER BY pinned DESC, created_at DESC, note_id DESC LIMIT $7`,
      [tenantId, subjects.kind, subjects.ids, after?.pinned ?? null, after?.at ?? null, after?.id ?? null, limit + 1],
    );
    const notes = rows.slice(0, limit).map(noteOf);
    const last = rows.length > limit ? notes.at(-1) : undefined;
    const next = last && { pinned: last.pinned, at: last.createdAt.toISOString(), id: last.noteId };
    return { items: notes.map(presentNote), nextCursor: next ? encodeCursor(next) : null };
  }

  async findAudit(tx: Tx, tenantId: Uuid, noteId: Uuid, { limit, cursor }: PageOf): Promise<NoteAuditPage> {
    const before = cursor === undefined ? null : decodeCursor(auditPosition, cursor).before;
    const rows = await tx.query<AuditRow>(
      `SELECT version, action, changes, actor_kind AS "actorKind", actor_id AS "actorId", client_ip AS "clientIp", request_id AS "requestId",
              recorded_at AS "recordedAt"
       FROM note_audit WHERE tenant_id = $1 AND note_id = $2 AND ($3::integer IS NULL OR version < $3) ORDER BY version DESC LIMIT $4`,
      [tenantId, noteId, before, limit + 1],
    );
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page.map(presentEntry), nextCursor: last ? encodeCursor({ before: last.version }) : null };
  }
}

function presentEntry({ actorKind, actorId, recordedAt, ...entry }: AuditRow): NoteAuditEntry {
  return { ...entry, actor: { kind: actorKind, id: actorId }, recordedAt: recordedAt.toISOString() };
}

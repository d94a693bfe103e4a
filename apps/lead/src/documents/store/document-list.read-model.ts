import { Injectable } from '@nestjs/common';
import type { LeadDocument } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { z } from 'zod';
import type { AttachmentSubjects } from '../../attachment-store/attachment-subject.js';
import { presentDocument } from '../document.rules.js';
import { DOCUMENT_COLUMNS, documentOf, type DocumentRow } from './document.repository.js';

export interface DocumentPage {
  readonly items: readonly LeadDocument[];
  readonly nextCursor: string | null;
}

/** Which page of which list. */
export interface DocumentQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly deleted: 'true' | 'false';
}

const position = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });

/** Stored documents of subjects, page by page. */
@Injectable()
export class DocumentListReadModel {
  async findPage(tx: Tx, tenantId: Uuid, subjects: AttachmentSubjects, { limit, cursor, deleted }: DocumentQuery): Promise<DocumentPage> {
    const { at = null, id = null } = cursor === undefined ? {} : decodeCursor(position, cursor);
    const rows = await tx.query<DocumentRow>(
      `SELECT ${DOCUMENT_COLUMNS} FROM document
       WHERE tenant_id = $1 AND entity_kind = $2 AND entity_id = ANY ($3::uuid[]) AND state = 'stored' AND deleted_at IS ${deleted === 'true' ? 'NOT NULL' : 'NULL'}
         AND ($4::timestamptz IS NULL OR (created_at, document_id) < ($4, $5::uuid))
       ORDER BY created_at DESC, document_id DESC LIMIT $6`,
      [tenantId, subjects.kind, subjects.ids, at, id, limit + 1],
    );
    const documents = rows.slice(0, limit).map(documentOf);
    const last = rows.length > limit ? documents.at(-1) : undefined;
    const next = last && { at: last.createdAt.toISOString(), id: last.documentId };
    return { items: documents.map(presentDocument), nextCursor: next ? encodeCursor(next) : null };
  }
}

import { Injectable } from '@nestjs/common';
import type { Actor, Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import type { AttachmentSubject } from '../../attachment-store/attachment-subject.js';
import { attachmentKeys } from '../../lead/search/attachment-keys.rules.js';
import { SEARCH_VERSION } from '../../lead/search/search-keys.rules.js';
import type { DocumentPlace, DocumentRecord } from '../document.js';

/** Columns of a document as {@link documentOf} reads them. */
export const DOCUMENT_COLUMNS = `document_id AS "documentId", entity_kind AS "subjectKind", entity_id AS "subjectId", lead_id AS "leadId", version, file_name AS "fileName", media_type AS "mediaType",
  size_bytes::float8 AS "sizeBytes", sha256, author_kind AS "authorKind", author_id AS "authorId", created_at AS "createdAt", deleted_at AS "deletedAt"`;

const FIND: Statement = {
  name: 'document-find',
  text: `SELECT ${DOCUMENT_COLUMNS} FROM document WHERE tenant_id = $1 AND document_id = $2 AND state = 'stored'`,
};

const FIND_FOR_UPDATE: Statement = { name: 'document-find-for-update', text: `${FIND.text} FOR UPDATE` };

const INSERT: Statement = {
  name: 'document-insert',
  text: `INSERT INTO document (tenant_id, document_id, entity_kind, entity_id, lead_id, state, file_name, media_type, size_bytes, sha256, author_kind, author_id,
                               created_at, search_version, search_keys)
         VALUES ($1, $2, $3, $4, $5, 'uploading', $6, $7, $8, $9, $10, $11, $12, ${SEARCH_VERSION}, $13)`,
};

const MARK_STORED: Statement = {
  name: 'document-mark-stored',
  text: `UPDATE document SET state = 'stored' WHERE tenant_id = $1 AND document_id = $2 AND state = 'uploading'`,
};

const MARK_DISCARDED: Statement = {
  name: 'document-mark-discarded',
  text: `UPDATE document SET state = 'discarded' WHERE tenant_id = $1 AND document_id = $2 AND state = 'uploading'`,
};

const IS_STORED: Statement = {
  name: 'document-is-stored',
  text: `SELECT 1 FROM document WHERE tenant_id = $1 AND document_id = $2 AND state = 'stored'`,
};

const REMOVE: Statement = {
  name: 'document-remove',
  text: `DELETE FROM document WHERE tenant_id = $1 AND document_id = $2 AND state = 'discarded'`,
};

const SET_DELETED: Statement = {
  name: 'document-set-deleted',
  text: 'UPDATE document SET deleted_at = $3, version = $4 WHERE tenant_id = $1 AND document_id = $2',
};

const FIND_ABANDONED: Statement = {
  name: 'document-find-abandoned',
  text: 'SELECT tenant_id AS "tenantId", document_id AS "documentId" FROM abandoned_documents($1)',
};

export interface DocumentRow extends Omit<DocumentRecord, 'subject' | 'author'> {
  readonly subjectKind: AttachmentSubject['kind'];
  readonly subjectId: Uuid;
  readonly leadId: Uuid;
  readonly authorKind: Actor['kind'];
  readonly authorId: string;
}

export function documentOf({ subjectKind, subjectId, leadId, authorKind, authorId, ...document }: DocumentRow): DocumentRecord {
  return { ...document, subject: { kind: subjectKind, id: subjectId, leadId }, author: { kind: authorKind, id: authorId } };
}

/** Documents as rows: `uploading` before their bytes are in the storage, `stored`, or `discarded` until their bytes are gone. */
@Injectable()
export class DocumentRepository {
  /** A stored document, deleted or not. */
  async findById(tx: Tx, tenantId: Uuid, documentId: Uuid): Promise<DocumentRecord | undefined> {
    const row = await tx.queryOne<DocumentRow>(FIND, [tenantId, documentId]);
    return row && documentOf(row);
  }

  /** The same, locked. */
  async findForUpdate(tx: Tx, tenantId: Uuid, documentId: Uuid): Promise<DocumentRecord | undefined> {
    const row = await tx.queryOne<DocumentRow>(FIND_FOR_UPDATE, [tenantId, documentId]);
    return row && documentOf(row);
  }

  /** As `uploading`. */
  async create(tx: Tx, tenantId: Uuid, document: DocumentRecord): Promise<void> {
    const { documentId, subject, fileName, mediaType, sizeBytes, sha256, author, createdAt } = document;
    const file = [fileName, mediaType, sizeBytes, sha256, author.kind, author.id, createdAt];
    await tx.execute(INSERT, [tenantId, documentId, subject.kind, subject.id, subject.leadId, ...file, attachmentKeys(fileName)]);
  }

  /** @returns whether it was being uploaded until now */
  async markStored(tx: Tx, tenantId: Uuid, documentId: Uuid): Promise<boolean> {
    return (await tx.execute(MARK_STORED, [tenantId, documentId])) === 1;
  }

  /** @returns whether its bytes are to go: not those of a stored document */
  async markDiscarded(tx: Tx, tenantId: Uuid, documentId: Uuid): Promise<boolean> {
    await tx.execute(MARK_DISCARDED, [tenantId, documentId]);
    return (await tx.queryOne(IS_STORED, [tenantId, documentId])) === undefined;
  }

  /** Takes the row of a discarded document away. */
  async remove(tx: Tx, tenantId: Uuid, documentId: Uuid): Promise<void> {
    await tx.execute(REMOVE, [tenantId, documentId]);
  }

  async updateDeletedAt(tx: Tx, tenantId: Uuid, { documentId, deletedAt, version }: DocumentRecord): Promise<void> {
    await tx.execute(SET_DELETED, [tenantId, documentId, deletedAt, version]);
  }

  /** Of every tenant: discarded documents, and uploads that began before `begunBefore` and never ended; 1,000 at most. */
  findAbandoned(tx: SystemTx, begunBefore: Date): Promise<DocumentPlace[]> {
    return tx.query<DocumentPlace>(FIND_ABANDONED, [begunBefore]);
  }
}

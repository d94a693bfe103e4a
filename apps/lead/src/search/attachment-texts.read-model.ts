import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

const FIND_TEXTS: Statement = {
  name: 'search-attachment-texts',
  text: `SELECT note_id AS id, body AS text FROM note WHERE tenant_id = $1 AND note_id = ANY ($2::uuid[]) AND deleted_at IS NULL
         UNION ALL
         SELECT document_id, file_name FROM document
         WHERE tenant_id = $1 AND document_id = ANY ($2::uuid[]) AND state = 'stored' AND deleted_at IS NULL`,
};

/** What notes say, and how documents are called. */
@Injectable()
export class AttachmentTextsReadModel {
  /** Those that are not deleted, by id. */
  async findTexts(tx: Tx, tenantId: Uuid, ids: readonly Uuid[]): Promise<ReadonlyMap<Uuid, string>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.query<{ id: Uuid; text: string }>(FIND_TEXTS, [tenantId, ids]);
    return new Map(rows.map(({ id, text }) => [id, text]));
  }
}

import { Injectable } from '@nestjs/common';
import type { SearchMatch } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';

const FIND_TEXTS: Statement = {
  name: 'search-attachment-texts',
  text: `SELECT note_id AS id, body AS text, entity_kind AS kind, entity_id AS "subjectId" FROM note WHERE tenant_id = $1 AND note_id = ANY ($2::uuid[]) AND deleted_at IS NULL
         UNION ALL
         SELECT document_id, file_name, entity_kind, entity_id FROM document
         WHERE tenant_id = $1 AND document_id = ANY ($2::uuid[]) AND state = 'stored' AND deleted_at IS NULL`,
};

/** What a note says or how a document is called, and the deal or task that it hangs on. */
export type AttachmentText = Pick<SearchMatch, 'subject'> & { readonly text: string };

interface Row {
  readonly id: Uuid;
  readonly text: string;
  readonly kind: 'lead' | 'deal' | 'task';
  readonly subjectId: Uuid;
}

/** What notes say, and how documents are called. */
@Injectable()
export class AttachmentTextsReadModel {
  /** Those that are not deleted, by id. */
  async findTexts(tx: Tx, tenantId: Uuid, ids: readonly Uuid[]): Promise<ReadonlyMap<Uuid, AttachmentText>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.query<Row>(FIND_TEXTS, [tenantId, ids]);
    return new Map(
      rows.map(({ id, text, kind, subjectId }) => [id, { text, ...(kind !== 'lead' && { subject: { kind, id: subjectId } }) }]),
    );
  }
}

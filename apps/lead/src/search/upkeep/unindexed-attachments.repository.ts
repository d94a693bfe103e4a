import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, SystemTx, Tx } from '@leadstream/persistence';
import { type AttachmentKind, attachmentKeys } from '../../lead/search/attachment-keys.rules.js';
import { SEARCH_VERSION } from '../../lead/search/search-keys.rules.js';

export interface UnindexedAttachment {
  readonly kind: AttachmentKind;
  readonly id: Uuid;
  readonly text: string;
}

// The bound is a constant: only so the planner sees that the partial index holds every such row.
const UNINDEXED = `search_version < ${SEARCH_VERSION}`;

const FIND_TENANTS: Statement = {
  name: 'search-unindexed-attachment-tenants',
  text: 'SELECT tenant_id AS "tenantId" FROM tenants_with_unindexed_attachments($1) AS tenant_id',
};

const FIND: Readonly<Record<AttachmentKind, Statement>> = {
  note: {
    name: 'search-unindexed-notes',
    text: `SELECT 'note' AS kind, note_id AS id, body AS text FROM note WHERE tenant_id = $1 AND ${UNINDEXED}
           ORDER BY note_id LIMIT $2 FOR NO KEY UPDATE`,
  },
  document: {
    name: 'search-unindexed-documents',
    text: `SELECT 'document' AS kind, document_id AS id, file_name AS text FROM document WHERE tenant_id = $1 AND ${UNINDEXED}
           ORDER BY document_id LIMIT $2 FOR NO KEY UPDATE`,
  },
};

const updateKeysOf = (kind: AttachmentKind): Statement => ({
  name: `search-index-${kind}s`,
  text: `UPDATE ${kind} SET search_version = ${SEARCH_VERSION}, search_keys = stated.keys
         FROM jsonb_to_recordset($2::jsonb) AS stated (id uuid, keys text[])
         WHERE ${kind}.tenant_id = $1 AND ${kind}.${kind}_id = stated.id`,
});
const UPDATE_KEYS: Readonly<Record<AttachmentKind, Statement>> = { note: updateKeysOf('note'), document: updateKeysOf('document') };

/** Notes and documents that were there before the rules that say how they are found. */
@Injectable()
export class UnindexedAttachmentsRepository {
  /** Tenants with such notes or documents. */
  async findTenants(tx: SystemTx, most: number): Promise<Uuid[]> {
    const rows = await tx.query<{ tenantId: Uuid }>(FIND_TENANTS, [most]);
    return rows.map(({ tenantId }) => tenantId);
  }

  /** Such ones, locked, `most` of each kind; deleted ones too, which may come back. */
  async findAttachments(tx: Tx, tenantId: Uuid, most: number): Promise<UnindexedAttachment[]> {
    const found = [FIND.note, FIND.document].map((statement) => tx.query<UnindexedAttachment>(statement, [tenantId, most]));
    return (await Promise.all(found)).flat();
  }

  /** Writes their words; nothing else of them changes, so they keep their version. */
  async updateKeys(tx: Tx, tenantId: Uuid, attachments: readonly UnindexedAttachment[]): Promise<number> {
    let updated = 0;
    for (const kind of ['note', 'document'] as const) {
      const stated = attachments
        .filter((attachment) => attachment.kind === kind)
        .map(({ id, text }) => ({ id, keys: attachmentKeys(text) }));
      if (stated.length > 0) updated += await tx.execute(UPDATE_KEYS[kind], [tenantId, JSON.stringify(stated)]);
    }
    return updated;
  }
}

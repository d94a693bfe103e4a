import { requestRun } from '@leadstream/jobs';
import type { Tx } from '@leadstream/persistence';
import { type DataSubject, type Erased, StatementStore } from '@leadstream/privacy';
import { DOCUMENT_SWEEP } from '../../documents/sweep/document-sweep.js';

/** Files of the lead, and of its deals and tasks. What is erased is left to the sweep, which takes away the bytes and then the row, that by then says nothing. */
export class DocumentData extends StatementStore {
  constructor() {
    super({
      name: 'documents',
      kind: 'files',
      tables: ['document'],
      gather: [
        `SELECT document_id AS "id", lead_id AS "leadId", entity_kind AS "belongsToKind", entity_id AS "belongsToId", file_name AS "fileName", media_type AS "mediaType", size_bytes AS "sizeBytes", sha256,
           created_at AS "createdAt", deleted_at AS "deletedAt"
         FROM document WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND state = 'stored' ORDER BY document_id`,
      ],
      erase: [
        [
          'removed',
          `UPDATE document SET state = 'discarded', deleted_at = NULL, file_name = 'erased', sha256 = repeat('0', 64), search_keys = '{}'
           WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND (state <> 'discarded' OR file_name <> 'erased')`,
        ],
      ],
    });
  }

  /** The sweep is not left to its cadence: what is erased is gone in seconds. */
  override async erase(tx: Tx, subject: DataSubject): Promise<Erased> {
    const erased = await super.erase(tx, subject);
    if (erased.removed > 0) await requestRun(tx, DOCUMENT_SWEEP, 'erasure');
    return erased;
  }
}

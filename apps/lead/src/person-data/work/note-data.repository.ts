import { StatementStore } from '@leadstream/privacy';

/** What members wrote down about the lead, its deals and its tasks. Words that notes and documents are found by go with them, by their triggers. */
export class NoteData extends StatementStore {
  constructor() {
    super({
      name: 'notes',
      tables: ['note', 'note_audit', 'attachment_search_key'],
      gather: [
        `SELECT note_id AS "id", lead_id AS "leadId", entity_kind AS "aboutKind", entity_id AS "aboutId", body, pinned, created_at AS "createdAt", updated_at AS "updatedAt", deleted_at AS "deletedAt"
         FROM note WHERE tenant_id = :tenant AND lead_id = ANY (:leads) ORDER BY note_id`,
      ],
      erase: [
        [
          'removed',
          `DELETE FROM note_audit WHERE tenant_id = :tenant
           AND note_id IN (SELECT note_id FROM note WHERE tenant_id = :tenant AND lead_id = ANY (:leads))`,
        ],
        ['removed', `DELETE FROM note WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`],
      ],
    });
  }
}

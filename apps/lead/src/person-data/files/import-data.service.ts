import { StatementStore } from '@leadstream/privacy';

const NAMING = `SELECT import_id FROM import_row WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`;
const ENDED = `('completed', 'failed', 'cancelled', 'reverted')`;

/** What {@link ImportData} answers for. */
export const IMPORT_TABLES = ['import', 'import_chunk', 'import_row', 'import_reversal'] as const;

/**
 * Files that brought the lead or changed it, rows that were refused for one of its addresses, and files that were found to name one of its addresses (`file_search`), applied or not. The bytes of a whole file go, since rows lie
 * close together in it; a draft is cancelled with them. An import that is under way needs them: it refuses rows of the person from now on, and the job
 * that discards files takes them when it ends.
 */
export class ImportData extends StatementStore {
  constructor() {
    super({
      name: 'imports',
      kind: 'files',
      tables: IMPORT_TABLES,
      gather: [
        `SELECT r.import_id AS "importId", i.file_name AS "fileName", r.line, r.outcome, r.lead_id AS "leadId", i.created_at AS "importedAt"
         FROM import_row r JOIN import i USING (tenant_id, import_id)
         WHERE r.tenant_id = :tenant AND r.lead_id = ANY (:leads) ORDER BY r.import_id, r.row_number`,
        `SELECT r.import_id AS "importId", i.file_name AS "fileName", r.line, r.outcome, r.value, i.created_at AS "importedAt"
         FROM import_row r JOIN import i USING (tenant_id, import_id)
         WHERE r.tenant_id = :tenant AND r.lead_id IS NULL AND left(r.value, 320) = ANY (:emails || :phones) AND r.value = ANY (:emails || :phones)
         ORDER BY r.import_id, r.row_number`,
      ],
      erase: [
        [
          'removed',
          `WITH named AS (
             UPDATE import SET discards_file = true,
               status = CASE status WHEN 'draft' THEN 'cancelled' ELSE status END,
               completed_at = CASE status WHEN 'draft' THEN greatest(now(), created_at) ELSE completed_at END,
               file_gone_at = CASE WHEN status = 'draft' OR status IN ${ENDED} THEN now() END
             WHERE tenant_id = :tenant AND file_gone_at IS NULL AND status <> 'uploading' AND (discards_file OR import_id IN (${NAMING}))
             RETURNING import_id, file_gone_at IS NOT NULL AS is_gone),
           quotes AS (
             UPDATE import_row r SET value = NULL, message = NULL, warnings = warnings_without_quotes(r.warnings) FROM named
             WHERE r.tenant_id = :tenant AND r.import_id = named.import_id AND num_nonnulls(r.value, r.message, r.warnings) > 0)
           DELETE FROM import_chunk c USING named WHERE c.tenant_id = :tenant AND c.import_id = named.import_id AND named.is_gone`,
        ],
        [
          'blanked',
          `UPDATE import_row SET value = NULL, message = NULL, warnings = warnings_without_quotes(warnings)
           WHERE tenant_id = :tenant AND num_nonnulls(value, message, nullif(warnings, warnings_without_quotes(warnings))) > 0
           AND (lead_id = ANY (:leads) OR (left(value, 320) = ANY (:emails || :phones) AND value = ANY (:emails || :phones)))`,
        ],
      ],
      keep: [
        `SELECT count(*)::integer AS count FROM import
         WHERE tenant_id = :tenant AND file_gone_at IS NULL AND discards_file AND cardinality(:leads) + cardinality(:emails || :phones) > 0`,
        'Imports that are under way and name somebody who is being erased: rows that do are refused, their files go within an hour of their end.',
      ],
    });
  }
}

import { StatementStore } from '@leadstream/privacy';

const NAMING = `SELECT import_id FROM import_row WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`;
const ENDED = `('completed', 'failed', 'cancelled', 'reverted')`;

/**
 * Files that brought the lead or changed it. The bytes of a whole file go, since rows lie close together in it; an import that is
 * under way needs them, and the job that discards files takes them when it ends.
 */
export class ImportData extends StatementStore {
  constructor() {
    super({
      name: 'imports',
      kind: 'files',
      tables: ['import', 'import_chunk', 'import_row', 'import_reversal'],
      gather: [
        `SELECT r.import_id AS "importId", i.file_name AS "fileName", r.line, r.outcome, r.lead_id AS "leadId", i.created_at AS "importedAt"
         FROM import_row r JOIN import i USING (tenant_id, import_id)
         WHERE r.tenant_id = :tenant AND r.lead_id = ANY (:leads) ORDER BY r.import_id, r.row_number`,
      ],
      erase: [
        [
          'removed',
          `WITH ended AS (
             UPDATE import SET file_gone_at = now()
             WHERE tenant_id = :tenant AND file_gone_at IS NULL AND status IN ${ENDED} AND import_id IN (${NAMING}) RETURNING import_id),
           quotes AS (
             UPDATE import_row r SET value = NULL, message = NULL, warnings = warnings_without_quotes(r.warnings) FROM ended
             WHERE r.tenant_id = :tenant AND r.import_id = ended.import_id AND num_nonnulls(r.value, r.message, r.warnings) > 0)
           DELETE FROM import_chunk c USING ended WHERE c.tenant_id = :tenant AND c.import_id = ended.import_id`,
        ],
        [
          'blanked',
          `UPDATE import SET discards_file = true
           WHERE tenant_id = :tenant AND file_gone_at IS NULL AND NOT discards_file AND import_id IN (${NAMING})`,
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
         WHERE tenant_id = :tenant AND status NOT IN ${ENDED} AND import_id IN (${NAMING})`,
        'Imports that are under way: their files go within an hour of their end.',
      ],
    });
  }
}

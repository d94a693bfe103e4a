import { StatementStore } from '@leadstream/privacy';

/** Who changed what of a lead: what it was changed from and to goes, that it was changed stays. */
export class LeadHistoryData extends StatementStore {
  constructor() {
    super({
      name: 'lead-history',
      tables: ['lead_audit', 'lead_status_history'],
      gather: [
        `SELECT lead_id AS "leadId", version, action, changes, recorded_at AS "recordedAt" FROM lead_audit
         WHERE tenant_id = :tenant AND lead_id = ANY (:leads) ORDER BY lead_id, version`,
        `SELECT lead_id AS "leadId", from_status AS "from", to_status AS "to", changed_at AS "changedAt",
           seconds_in_stage AS "secondsInStage", trigger
         FROM lead_status_history WHERE tenant_id = :tenant AND lead_id = ANY (:leads) ORDER BY lead_id, changed_at`,
      ],
      references: [
        `SELECT DISTINCT change->>'field' AS kind, held AS value
         FROM lead_audit, jsonb_array_elements(changes) AS change, LATERAL (VALUES (change->>'before'), (change->>'after')) AS side (held)
         WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND change->>'field' IN ('email', 'phone') AND held IS NOT NULL`,
      ],
      erase: [
        [
          'blanked',
          `UPDATE lead_audit SET client_ip = NULL, changes = (
             SELECT coalesce(jsonb_agg(jsonb_build_object('field', change->>'field', 'before', NULL, 'after', NULL)), '[]')
             FROM jsonb_array_elements(changes) AS change)
           WHERE (tenant_id, lead_id, audit_id) IN (
             SELECT tenant_id, lead_id, audit_id FROM lead_audit
             WHERE tenant_id = :tenant AND lead_id = ANY (:leads)
               AND (client_ip IS NOT NULL OR jsonb_path_exists(changes, '$[*] ? (@.before != null || @.after != null)'))
             LIMIT :batch)`,
        ],
      ],
      keep: [
        `SELECT count(*)::integer AS count FROM lead_status_history WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`,
        'Statuses and instants, without which figures of the past would change; they name a lead of which nothing is known any more.',
      ],
    });
  }
}

import { StatementStore } from '@leadstream/privacy';

// What a visitor did stands under its own id, which leads to the lead as long as the identities are there.
const SUBJECTS = `SELECT unnest(:leads) UNION SELECT value::uuid FROM lead_identity
                  WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND kind = 'visitor'`;

/** What the lead did, as its score counts it. Goes before the identities. */
export class ScoreData extends StatementStore {
  constructor() {
    super({
      name: 'scores',
      tables: ['scoring_contribution', 'scoring_digest', 'lead_temperature'],
      gather: [
        `SELECT source_id AS "sourceId", lead_id AS "leadId", kind, occurred_at AS "occurredAt" FROM scoring_contribution
         WHERE tenant_id = :tenant AND lead_id IN (${SUBJECTS}) ORDER BY occurred_at`,
        `SELECT lead_id AS "leadId", temperature FROM lead_temperature WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`,
      ],
      // Digests repeat contributions, and would go with them.
      erase: [
        ['removed', `DELETE FROM scoring_digest WHERE tenant_id = :tenant AND lead_id IN (${SUBJECTS})`],
        [
          'removed',
          `DELETE FROM scoring_contribution WHERE (tenant_id, source_id, kind, occurred_at) IN (
           SELECT tenant_id, source_id, kind, occurred_at FROM scoring_contribution WHERE tenant_id = :tenant AND lead_id IN (${SUBJECTS}) LIMIT :batch)`,
        ],
        ['removed', `DELETE FROM lead_temperature WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`],
      ],
    });
  }
}

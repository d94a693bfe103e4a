import { StatementStore } from '@leadstream/privacy';

/** Who the lead may be one person with, and the hashes that it is compared by. */
export class DuplicateData extends StatementStore {
  constructor() {
    super({
      name: 'duplicates',
      tables: ['duplicate_pair', 'lead_duplicate_keys', 'duplicate_key', 'duplicate_backlog'],
      gather: [
        `SELECT pair_id AS "id", left_lead_id AS "leftLeadId", right_lead_id AS "rightLeadId", state, score, explanation, reason,
           found_at AS "foundAt"
         FROM duplicate_pair WHERE tenant_id = :tenant AND (left_lead_id = ANY (:leads) OR right_lead_id = ANY (:leads)) ORDER BY pair_id`,
      ],
      erase: [
        [
          'removed',
          `DELETE FROM duplicate_pair WHERE tenant_id = :tenant AND (left_lead_id = ANY (:leads) OR right_lead_id = ANY (:leads))`,
        ],
        // A trigger takes `duplicate_key` along, key by key.
        ['removed', `DELETE FROM lead_duplicate_keys WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`],
        ['removed', `DELETE FROM duplicate_backlog WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`],
      ],
    });
  }
}

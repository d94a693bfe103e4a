import { StatementStore } from '@leadstream/privacy';

/** Who of the members had the lead, and whether it waits for one. */
export class AssignmentData extends StatementStore {
  constructor() {
    super({
      name: 'assignments',
      tables: ['lead_assignment', 'lead_response', 'distribution_queue'],
      gather: [
        `SELECT lead_id AS "leadId", member_id AS "memberId", way, assigned_at AS "assignedAt" FROM lead_assignment
         WHERE tenant_id = :tenant AND lead_id = ANY (:leads) ORDER BY assigned_at`,
      ],
      erase: [
        ['removed', `DELETE FROM distribution_queue WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`],
        // Nobody can respond any more; without an end the response would be due for ever.
        [
          'blanked',
          `UPDATE lead_response SET outcome = coalesce(outcome, 'moot'), settled_at = coalesce(settled_at, now()), pass_at = NULL
           WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND (outcome IS NULL OR pass_at IS NOT NULL)`,
        ],
      ],
      keep: [
        `SELECT count(*)::integer AS count FROM lead_assignment WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`,
        'Tell of members, how many leads each of them got and how soon they responded; of the lead they hold its id alone.',
      ],
    });
  }
}

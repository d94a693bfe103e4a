import { StatementStore } from '@leadstream/privacy';

/** What compliance told of the lead and its addresses. That an erased address may not be contacted is compliance's to know. */
export class PermissionData extends StatementStore {
  constructor() {
    super({
      name: 'permissions',
      tables: ['lead_consent', 'lead_prohibition'],
      gather: [
        `SELECT lead_id AS "leadId", channel, purpose, state, stated_at AS "statedAt",
           expires_at AS "expiresAt", withdrawn_at AS "withdrawnAt" FROM lead_consent
         WHERE tenant_id = :tenant AND lead_id = ANY (:leads) ORDER BY channel, purpose`,
        `SELECT entry_id AS "entryId", kind, value, channels, expires_at AS "expiresAt" FROM lead_prohibition
         WHERE tenant_id = :tenant AND (kind = 'email' AND value = ANY (:emails) OR kind = 'phone' AND value = ANY (:phones)) ORDER BY entry_id`,
      ],
      erase: [
        ['removed', `DELETE FROM lead_consent WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`],
        [
          'blanked',
          `UPDATE lead_prohibition SET value = NULL
           WHERE tenant_id = :tenant AND (kind = 'email' AND value = ANY (:emails) OR kind = 'phone' AND value = ANY (:phones))`,
        ],
      ],
    });
  }
}

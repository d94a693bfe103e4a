import { StatementStore } from '@leadstream/privacy';

/** What a lead is known by beside its own identifiers. What visitors did stands under their ids, and further addresses under those they were told by, as if those were leads'. */
export class IdentityData extends StatementStore {
  constructor() {
    super({
      name: 'identities',
      tables: ['lead_identity', 'identity_search_key'],
      gather: [
        `SELECT lead_id AS "leadId", kind, value, first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt" FROM lead_identity
         WHERE tenant_id = :tenant AND lead_id = ANY (:leads) ORDER BY kind, value`,
      ],
      references: [
        `SELECT CASE kind WHEN 'visitor' THEN 'lead' ELSE kind END AS kind, value FROM lead_identity
         WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND kind <> 'external'
         UNION ALL
         SELECT 'lead', identity_id::text FROM lead_identity WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND identity_id IS NOT NULL`,
      ],
      erase: [['removed', `DELETE FROM lead_identity WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`]],
    });
  }
}

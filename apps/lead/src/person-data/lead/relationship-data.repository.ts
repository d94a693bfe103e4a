import { StatementStore } from '@leadstream/privacy';

/** What the lead is to other ones. */
export class RelationshipData extends StatementStore {
  constructor() {
    super({
      name: 'relationships',
      tables: ['lead_relationship'],
      gather: [
        `SELECT relationship_id AS "id", type, from_lead_id AS "fromLeadId", to_lead_id AS "toLeadId",
           created_at AS "createdAt"
         FROM lead_relationship
         WHERE tenant_id = :tenant AND (from_lead_id = ANY (:leads) OR to_lead_id = ANY (:leads)) ORDER BY relationship_id`,
      ],
      erase: [
        [
          'removed',
          `DELETE FROM lead_relationship WHERE tenant_id = :tenant AND (from_lead_id = ANY (:leads) OR to_lead_id = ANY (:leads))`,
        ],
      ],
    });
  }
}

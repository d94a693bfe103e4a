import { StatementStore } from '@leadstream/privacy';

/** Which address belongs to the lead, and which it had while a legal hold was on it: nobody is erased before the hold is over. That the id was one stays, so that no older news makes it live again. */
export class AddressData extends StatementStore {
  constructor() {
    super({
      name: 'addresses',
      tables: ['known_lead', 'held_address'],
      gather: [
        `SELECT lead_id AS "leadId", email FROM known_lead
         WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND email IS NOT NULL ORDER BY lead_id`,
      ],
      references: [
        `SELECT 'email' AS kind, email AS value FROM held_address WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`,
        `SELECT 'email' AS kind, email AS value FROM known_lead
         WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND email IS NOT NULL`,
      ],
      erase: [
        ['removed', 'DELETE FROM held_address WHERE tenant_id = :tenant AND lead_id = ANY (:leads)'],
        [
          'blanked',
          `UPDATE known_lead SET email = NULL, deleted = true
           WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND (email IS NOT NULL OR NOT deleted)`,
        ],
      ],
    });
  }
}

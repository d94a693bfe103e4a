import { StatementStore } from '@leadstream/privacy';

/**
 * Which record of another CRM is the lead. A link stays, ended and without what both sides agreed on: without it the next sync would make a
 * lead of the record again.
 */
export class CrmData extends StatementStore {
  constructor() {
    super({
      name: 'crm-links',
      tables: ['crm_link', 'crm_waiting_lead', 'crm_sync_record'],
      gather: [
        `SELECT lead_id AS "leadId", provider, peer_id AS "peerId", state, linked_at AS "linkedAt" FROM crm_link
         WHERE tenant_id = :tenant AND lead_id = ANY (:leads) ORDER BY provider, lead_id`,
        `SELECT lead_id AS "leadId", conflicts, recorded_at AS "recordedAt" FROM crm_sync_record
         WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND conflicts <> '[]' ORDER BY recorded_at`,
      ],
      erase: [
        ['removed', `DELETE FROM crm_waiting_lead WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`],
        ['removed', `DELETE FROM crm_sync_record WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`],
        [
          'blanked',
          `UPDATE crm_link SET state = 'ended', reason = 'lead-deleted', base = '{}', changed_at = now()
           WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND (reason IS DISTINCT FROM 'lead-deleted' OR base <> '{}')`,
        ],
      ],
      keep: [
        `SELECT count(*)::integer AS count FROM crm_link WHERE tenant_id = :tenant AND lead_id = ANY (:leads)`,
        'Ids of records in other CRMs, so that no sync brings them back. The records themselves belong to those systems and are to be erased there.',
      ],
    });
  }
}

import { StatementStore } from '@leadstream/privacy';

/**
 * Mail to the person's addresses, and what providers told of it. Ids of provider events stay claimed, so that what is told again is known and
 * left alone.
 */
export class MailData extends StatementStore {
  constructor() {
    super({
      name: 'mail',
      tables: ['email_message', 'email_event', 'email_event_identity'],
      gather: [
        `SELECT message_id AS "id", provider, provider_message_id AS "providerMessageId", email, state, state_at AS "stateAt",
           first_event_at AS "firstEventAt"
         FROM email_message WHERE tenant_id = :tenant AND email = ANY (:emails) ORDER BY message_id`,
        `SELECT event_id AS "id", message_id AS "messageId", provider, kind, email, occurred_at AS "occurredAt", received_at AS "receivedAt", payload
         FROM email_event WHERE tenant_id = :tenant AND email = ANY (:emails) ORDER BY received_at, event_id`,
      ],
      erase: [
        [
          'removed',
          `DELETE FROM email_event WHERE (tenant_id, received_at, event_id) IN (
             SELECT tenant_id, received_at, event_id FROM email_event
             WHERE tenant_id = :tenant AND (email = ANY (:emails)
               OR message_id IN (SELECT message_id FROM email_message WHERE tenant_id = :tenant AND email = ANY (:emails)))
             LIMIT :batch)`,
        ],
        ['removed', `DELETE FROM email_message WHERE tenant_id = :tenant AND email = ANY (:emails)`],
      ],
    });
  }
}

import { StatementStore } from '@leadstream/privacy';

/** What the lead sent by forms. That it was sent stays, with the keys of the consents: compliance's ledger names them. */
export class FormSubmissionData extends StatementStore {
  constructor() {
    super({
      name: 'form-submissions',
      tables: ['lead_form_submission'],
      gather: [
        `SELECT submission_id AS "id", form_id AS "formId", lead_id AS "leadId", stated, consents, client_ip AS "clientIp", user_agent AS "userAgent",
           submitted_at AS "submittedAt"
         FROM lead_form_submission WHERE tenant_id = :tenant AND lead_id = ANY (:leads) ORDER BY submission_id`,
      ],
      references: [
        `SELECT held.kind, held.value FROM lead_form_submission,
           LATERAL (VALUES ('email', stated->>'email'), ('phone', stated->>'phone')) AS held (kind, value)
         WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND held.value IS NOT NULL`,
      ],
      erase: [
        [
          'blanked',
          `UPDATE lead_form_submission
           SET stated = '{}', client_ip = NULL, user_agent = NULL, digest = encode(sha256(convert_to(submission_id::text, 'UTF8')), 'hex')
           WHERE tenant_id = :tenant AND lead_id = ANY (:leads) AND (stated <> '{}' OR num_nonnulls(client_ip, user_agent) > 0)`,
        ],
      ],
    });
  }
}

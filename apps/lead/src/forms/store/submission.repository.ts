import { Injectable } from '@nestjs/common';
import type { CustomValue } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import type { Statement, Tx } from '@leadstream/persistence';
import type { LeadFields } from '../../lead/lead.js';

/** A submission that was taken, with what proves its consents. */
export interface SubmissionRecord {
  readonly submissionId: Uuid;
  readonly formId: Uuid;
  readonly leadId: Uuid;
  readonly isNewLead: boolean;
  readonly digest: string;
  /** Custom values by key. */
  readonly stated: Partial<Omit<LeadFields, 'customFields'>> & {
    readonly customFields: Readonly<Record<string, CustomValue>>;
    readonly visitorId?: Uuid;
  };
  readonly consents: readonly string[];
  readonly wordingVersion: number;
  readonly clientIp: string | null;
  readonly userAgent: string | null;
  readonly submittedAt: Date;
}

// Two of the same that come in at one instant: the second waits until the first is there to be found.
const LOCK: Statement = { name: 'lead-form-submission-lock', text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))' };

const FIND_SAME: Statement = {
  name: 'lead-form-submission-find-same',
  text: `SELECT 1 FROM lead_form_submission
         WHERE tenant_id = $1 AND form_id = $2 AND digest = $3 AND submitted_at > coalesce($4::timestamptz, '-infinity') LIMIT 1`,
};

const INSERT: Statement = {
  name: 'lead-form-submission-insert',
  text: `INSERT INTO lead_form_submission (tenant_id, submission_id, form_id, lead_id, is_new_lead, digest, stated, consents, wording_version,
                                           client_ip, user_agent, submitted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
};

/** Submissions of forms, for ever. */
@Injectable()
export class SubmissionRepository {
  /**
   * Whether the same was submitted before; others with the same digest wait until the transaction ends.
   * @param since earlier ones do not count; null for all
   */
  async isRepeated(tx: Tx, tenantId: Uuid, formId: Uuid, digest: string, since: Date | null): Promise<boolean> {
    await tx.query(LOCK, [`${tenantId}:${formId}:${digest}`]);
    return (await tx.queryOne(FIND_SAME, [tenantId, formId, digest, since])) !== undefined;
  }

  async create(tx: Tx, tenantId: Uuid, submission: SubmissionRecord): Promise<void> {
    const { submissionId, formId, leadId, isNewLead, digest, consents, wordingVersion, clientIp, userAgent, submittedAt } = submission;
    const stated = JSON.stringify(submission.stated);
    const proof = [consents, wordingVersion, clientIp, userAgent, submittedAt];
    await tx.execute(INSERT, [tenantId, submissionId, formId, leadId, isNewLead, digest, stated, ...proof]);
  }
}

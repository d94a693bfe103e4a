import { Injectable } from '@nestjs/common';
import type { FormSubmission, LeadForm, LeadFormWording } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { presentForm } from '../definition/form.rules.js';
import type { FormRecord, Wording } from '../form.js';
import { FORM_COLUMNS, FORM_TABLES } from './form.repository.js';
import type { SubmissionRecord } from './submission.repository.js';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
export type FormPage = Page<LeadForm>;
export type WordingPage = Page<LeadFormWording>;
export type SubmissionPage = Page<FormSubmission>;

/** Which page of a list. */
export interface PageOf {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface FormQuery extends PageOf {
  /** Whether forms are asked for that were taken away. */
  readonly deleted: 'true' | 'false';
}

export interface SubmissionQuery extends PageOf {
  readonly leadId?: Uuid | undefined;
}

const beforeVersion = z.strictObject({ before: z.int() });
const beforeInstant = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });

/** Forms, their wordings and their submissions page by page. */
@Injectable()
export class FormReadModel {
  async findForms(tx: Tx, tenantId: Uuid, { limit, cursor, deleted }: FormQuery): Promise<FormPage> {
    const { at = null, id = null } = cursor === undefined ? {} : decodeCursor(beforeInstant, cursor);
    const rows = await tx.query<FormRecord>(
      `SELECT ${FORM_COLUMNS} FROM ${FORM_TABLES}
       WHERE f.tenant_id = $1 AND (f.deleted_at IS NOT NULL) = $5 AND ($2::timestamptz IS NULL OR (f.created_at, f.form_id) < ($2, $3::uuid))
       ORDER BY f.created_at DESC, f.form_id DESC LIMIT $4`,
      [tenantId, at, id, limit + 1, deleted === 'true'],
    );
    return pageOf(rows, limit, presentForm, ({ createdAt, formId }) => ({ at: createdAt.toISOString(), id: formId }));
  }

  async findWordings(tx: Tx, tenantId: Uuid, formId: Uuid, { limit, cursor }: PageOf): Promise<WordingPage> {
    const before = cursor === undefined ? null : decodeCursor(beforeVersion, cursor).before;
    const rows = await tx.query<Wording>(
      `SELECT version, consents, created_at AS "createdAt" FROM lead_form_wording
       WHERE tenant_id = $1 AND form_id = $2 AND ($3::integer IS NULL OR version < $3) ORDER BY version DESC LIMIT $4`,
      [tenantId, formId, before, limit + 1],
    );
    const present = ({ version, consents, createdAt }: Wording) => ({
      version,
      consents: [...consents],
      createdAt: createdAt.toISOString(),
    });
    return pageOf(rows, limit, present, ({ version }) => ({ before: version }));
  }

  async findSubmissions(tx: Tx, tenantId: Uuid, formId: Uuid, { limit, cursor, leadId }: SubmissionQuery): Promise<SubmissionPage> {
    const { at = null, id = null } = cursor === undefined ? {} : decodeCursor(beforeInstant, cursor);
    const rows = await tx.query<SubmissionRecord>(
      `SELECT submission_id AS "submissionId", lead_id AS "leadId", is_new_lead AS "isNewLead", stated, consents, wording_version AS "wordingVersion",
              client_ip AS "clientIp", user_agent AS "userAgent", submitted_at AS "submittedAt"
       FROM lead_form_submission
       WHERE tenant_id = $1 AND form_id = $2 AND ($3::uuid IS NULL OR lead_id = $3)
         AND ($4::timestamptz IS NULL OR (submitted_at, submission_id) < ($4, $5::uuid))
       ORDER BY submitted_at DESC, submission_id DESC LIMIT $6`,
      [tenantId, formId, leadId ?? null, at, id, limit + 1],
    );
    return pageOf(rows, limit, presentSubmission, ({ submittedAt, submissionId }) => ({ at: submittedAt.toISOString(), id: submissionId }));
  }
}

function presentSubmission({ submissionId, submittedAt, stated, consents, ...proof }: SubmissionRecord): FormSubmission {
  const { leadId, isNewLead, wordingVersion, clientIp, userAgent } = proof;
  const shown = { id: submissionId, leadId, isNewLead, stated: { ...stated }, consents: [...consents] };
  return { ...shown, wordingVersion, clientIp, userAgent, submittedAt: submittedAt.toISOString() };
}

/** @param rows one more than the page has when there are more */
function pageOf<R, T>(rows: readonly R[], limit: number, present: (row: R) => T, position: (row: R) => Record<string, unknown>): Page<T> {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { items: page.map(present), nextCursor: last ? encodeCursor(position(last)) : null };
}

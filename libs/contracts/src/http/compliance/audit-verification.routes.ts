import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { auditFinding, verifyAuditTrailBody } from './audit.routes.js';

const instant = z.iso.datetime();
const place = z.int().min(1);

export const startAuditVerificationBody = verifyAuditTrailBody.omit({ sinceCheckpoint: true }).meta({ id: 'StartAuditVerification' });
export type StartAuditVerification = z.infer<typeof startAuditVerificationBody>;

/** `completed`: it came to the end of what was asked for, or to the first thing that is wrong. */
export const AUDIT_VERIFICATION_STATUSES = ['running', 'completed'] as const;

/** A check of the chain, however long it is, that goes on by itself. */
export const auditVerificationRun = z
  .object({
    id: z.uuid(),
    status: z.enum(AUDIT_VERIFICATION_STATUSES),
    /** As it was asked for, and null what was not. */
    asked: z.object({ from: place.nullable(), to: place.nullable(), kept: verifyAuditTrailBody.shape.kept.unwrap().nullable() }),
    progress: z.object({
      /** Entries that were checked. */
      entries: z.int().min(0),
      /** Of those to be checked, as many as there were when the latest were. */
      percent: z.int().min(0).max(100),
      /** Place of the first entry that was checked; null before the check has begun. Older ones may have left when their term was over. */
      from: place.nullable(),
      /** Place of the last entry that holds; null before the check has begun. */
      to: z.int().min(0).nullable(),
    }),
    /** Nothing is wrong; null while it runs. */
    isSound: z.boolean().nullable(),
    /** The first thing that is wrong; null when nothing is, or while it runs. */
    finding: auditFinding.nullable(),
    createdAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'AuditVerificationRun' });
export type AuditVerificationRun = z.infer<typeof auditVerificationRun>;

export const startAuditVerification = defineRoute({
  operation: 'startAuditVerification',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/audit/verifications',
  summary: 'Check the chain of the audit trail in the background, entry by entry to its end, however long it is.',
  scope: 'audit:read',
  rateClass: 'write',
  body: startAuditVerificationBody,
  success: { status: 202, body: auditVerificationRun },
  errors: ['COMPLIANCE.AUDIT_VERIFICATION_RUNNING'],
});

export const listAuditVerificationsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  /** `nextCursor` of the page before. */
  cursor: z.string().max(500).optional(),
});
export type ListAuditVerificationsQuery = z.infer<typeof listAuditVerificationsQuery>;

export const listAuditVerifications = defineRoute({
  operation: 'listAuditVerifications',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/audit/verifications',
  summary: 'Checks of the audit trail, latest first.',
  scope: 'audit:read',
  rateClass: 'read',
  query: listAuditVerificationsQuery,
  success: {
    status: 200,
    body: z.object({ items: z.array(auditVerificationRun), nextCursor: z.string().nullable() }).meta({ id: 'AuditVerificationRunPage' }),
  },
});

export const readAuditVerification = defineRoute({
  operation: 'readAuditVerification',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/audit/verifications/:id',
  summary: 'How far a check of the audit trail is, and what it came to.',
  scope: 'audit:read',
  rateClass: 'read',
  params: z.strictObject({ id: z.uuid() }),
  success: { status: 200, body: auditVerificationRun },
  errors: ['COMPLIANCE.AUDIT_VERIFICATION_NOT_FOUND'],
});

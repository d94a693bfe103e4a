import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { subjectRequestKind } from '../../subject-request-fields.js';
import {
  createSubjectRequestBody,
  patchSubjectRequestBody,
  subjectExport,
  subjectRequest,
  subjectRequestStatus,
  subjectRequestStep,
} from './subject-request.js';

const requestParams = z.strictObject({ id: z.uuid() });
const page = { limit: z.coerce.number().int().min(1).max(1_000).default(50), cursor: z.string().max(500).optional() };

export const createSubjectRequest = defineRoute({
  operation: 'createSubjectRequest',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/subject-requests',
  summary:
    "Record what a person asked about its data, a lead or whoever has the addresses; the answer says by when it is due, and by which law. Of addresses that a lead has it is that lead's request.",
  scope: 'compliance:write',
  rateClass: 'write',
  body: createSubjectRequestBody,
  success: { status: 201, body: subjectRequest },
  errors: [
    'COMPLIANCE.SUBJECT_UNKNOWN',
    'COMPLIANCE.SUBJECT_REQUEST_INVALID',
    'COMPLIANCE.SUBJECT_IS_LEAD',
    'COMPLIANCE.BAD_EMAIL',
    'COMPLIANCE.BAD_PHONE',
  ],
});

export const listSubjectRequestsQuery = z.strictObject({
  status: subjectRequestStatus.optional(),
  kind: subjectRequestKind.optional(),
  leadId: z.uuid().toLowerCase().optional(),
  /** `true`: those that are open and late. */
  overdue: z.literal('true').optional(),
  ...page,
});
export type ListSubjectRequestsQuery = z.infer<typeof listSubjectRequestsQuery>;

export const listSubjectRequests = defineRoute({
  operation: 'listSubjectRequests',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/subject-requests',
  summary: 'What persons asked about their data; latest first.',
  scope: 'compliance:read',
  rateClass: 'read',
  query: listSubjectRequestsQuery,
  success: {
    status: 200,
    body: z.object({ items: z.array(subjectRequest), nextCursor: z.string().nullable() }).meta({ id: 'SubjectRequestPage' }),
  },
});

export const readSubjectRequest = defineRoute({
  operation: 'readSubjectRequest',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/subject-requests/:id',
  summary: 'One request; the version is the ETag.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: requestParams,
  success: { status: 200, body: subjectRequest },
  errors: ['COMPLIANCE.SUBJECT_REQUEST_NOT_FOUND'],
});

export const patchSubjectRequest = defineRoute({
  operation: 'patchSubjectRequest',
  owner: 'compliance',
  method: 'PATCH',
  path: '/v1/subject-requests/:id',
  summary:
    'Move a request on: who it is was asked or shown, work began, the period was extended, it is answered or refused. With `in-progress` what it asks for begins: the gathering, or the erasure.',
  scope: 'compliance:write',
  rateClass: 'write',
  params: requestParams,
  ifMatch: true,
  body: patchSubjectRequestBody,
  success: { status: 200, body: subjectRequest },
  errors: [
    'COMPLIANCE.SUBJECT_REQUEST_NOT_FOUND',
    'COMPLIANCE.SUBJECT_REQUEST_STALE',
    'COMPLIANCE.SUBJECT_REQUEST_TRANSITION',
    'COMPLIANCE.SUBJECT_REQUEST_INVALID',
    'COMPLIANCE.SUBJECT_IDENTITY_MISSING',
    'COMPLIANCE.SUBJECT_EXTENSION_REFUSED',
    'COMPLIANCE.SUBJECT_EXPORT_INCOMPLETE',
    'COMPLIANCE.SUBJECT_ERASURE_INCOMPLETE',
    'COMPLIANCE.ERASURE_HELD',
    'COMPLIANCE.PERSON_TOO_LARGE',
    'COMPLIANCE.SUBJECT_IS_LEAD',
  ],
});

export const listSubjectRequestSteps = defineRoute({
  operation: 'listSubjectRequestSteps',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/subject-requests/:id/history',
  summary: 'Every version of a request with who made it, oldest first.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: requestParams,
  success: { status: 200, body: z.object({ items: z.array(subjectRequestStep) }).meta({ id: 'SubjectRequestHistory' }) },
  errors: ['COMPLIANCE.SUBJECT_REQUEST_NOT_FOUND'],
});

export const readSubjectExport = defineRoute({
  operation: 'readSubjectExport',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/subject-requests/:id/export',
  summary: 'How far the gathering is, and which services have not answered.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: requestParams,
  success: { status: 200, body: subjectExport },
  errors: ['COMPLIANCE.SUBJECT_REQUEST_NOT_FOUND', 'COMPLIANCE.SUBJECT_EXPORT_NOT_FOUND'],
});

export const downloadSubjectExport = defineRoute({
  operation: 'downloadSubjectExport',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/subject-requests/:id/export.json',
  summary: 'What was gathered, for machines; made while it is downloaded. `complete` tells whether every service has answered.',
  scope: 'compliance:write',
  rateClass: 'read',
  params: requestParams,
  success: { status: 200, media: 'application/json' },
  errors: ['COMPLIANCE.SUBJECT_REQUEST_NOT_FOUND', 'COMPLIANCE.SUBJECT_EXPORT_NOT_FOUND'],
});

export const downloadSubjectExportPage = defineRoute({
  operation: 'downloadSubjectExportPage',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/subject-requests/:id/export.html',
  summary: 'The same, to be read by the person: one page without scripts.',
  scope: 'compliance:write',
  rateClass: 'read',
  params: requestParams,
  success: { status: 200, media: 'text/html' },
  errors: ['COMPLIANCE.SUBJECT_REQUEST_NOT_FOUND', 'COMPLIANCE.SUBJECT_EXPORT_NOT_FOUND'],
});

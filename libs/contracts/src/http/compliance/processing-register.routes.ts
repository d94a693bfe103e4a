import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import {
  createProcessingActivityBody,
  patchProcessingActivityBody,
  processingActivity,
  processingActivityContent,
  processingActivityVersion,
} from './processing-register.js';

const activityParams = z.strictObject({ id: z.uuid() });

export const createProcessingActivity = defineRoute({
  operation: 'createProcessingActivity',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/processing-register',
  summary: 'Add an entry to the record of processing activities (GDPR Art. 30).',
  scope: 'compliance:write',
  rateClass: 'write',
  body: createProcessingActivityBody,
  success: { status: 201, body: processingActivity },
});

export const listProcessingActivitiesQuery = z.strictObject({
  /** `true` lists those that ended instead. */
  ended: z.enum(['true', 'false']).default('false'),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  cursor: z.string().max(500).optional(),
});
export type ListProcessingActivitiesQuery = z.infer<typeof listProcessingActivitiesQuery>;

export const listProcessingActivities = defineRoute({
  operation: 'listProcessingActivities',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/processing-register',
  summary: 'Entries of the record, oldest first.',
  scope: 'compliance:read',
  rateClass: 'read',
  query: listProcessingActivitiesQuery,
  success: {
    status: 200,
    body: z.object({ items: z.array(processingActivity), nextCursor: z.string().nullable() }).meta({ id: 'ProcessingActivityPage' }),
  },
});

export const readProcessingActivity = defineRoute({
  operation: 'readProcessingActivity',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/processing-register/:id',
  summary: 'One entry; the version is the ETag.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: activityParams,
  success: { status: 200, body: processingActivity },
  errors: ['COMPLIANCE.PROCESSING_ACTIVITY_NOT_FOUND'],
});

export const patchProcessingActivity = defineRoute({
  operation: 'patchProcessingActivity',
  owner: 'compliance',
  method: 'PATCH',
  path: '/v1/processing-register/:id',
  summary: 'Change an entry: each field that is named is replaced as a whole.',
  scope: 'compliance:write',
  rateClass: 'write',
  params: activityParams,
  ifMatch: true,
  body: patchProcessingActivityBody,
  success: { status: 200, body: processingActivity },
  errors: ['COMPLIANCE.PROCESSING_ACTIVITY_NOT_FOUND', 'COMPLIANCE.PROCESSING_ACTIVITY_STALE', 'COMPLIANCE.PROCESSING_ACTIVITY_ENDED'],
});

export const endProcessingActivity = defineRoute({
  operation: 'endProcessingActivity',
  owner: 'compliance',
  method: 'DELETE',
  path: '/v1/processing-register/:id',
  summary: 'The activity has ended: the entry leaves the register, and stays readable with its versions.',
  scope: 'compliance:write',
  rateClass: 'write',
  params: activityParams,
  ifMatch: true,
  success: { status: 204 },
  errors: ['COMPLIANCE.PROCESSING_ACTIVITY_NOT_FOUND', 'COMPLIANCE.PROCESSING_ACTIVITY_STALE', 'COMPLIANCE.PROCESSING_ACTIVITY_ENDED'],
});

export const listProcessingActivityVersions = defineRoute({
  operation: 'listProcessingActivityVersions',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/processing-register/:id/versions',
  summary: 'An entry as it was in each version, with who made it; oldest first.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: activityParams,
  success: {
    status: 200,
    body: z.object({ items: z.array(processingActivityVersion) }).meta({ id: 'ProcessingActivityVersions' }),
  },
  errors: ['COMPLIANCE.PROCESSING_ACTIVITY_NOT_FOUND'],
});

export const readProcessingTemplate = defineRoute({
  operation: 'readProcessingTemplate',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/processing-register/template',
  summary:
    'What Leadstream itself does with personal data, as entries to begin with; the controller adds who it is, and what else it does.',
  scope: 'compliance:read',
  rateClass: 'read',
  success: { status: 200, body: z.object({ items: z.array(processingActivityContent) }).meta({ id: 'ProcessingTemplate' }) },
});

/** The register in one form. */
const fileOf = <const T extends 'json' | 'csv' | 'html'>(form: T, operation: string, media: string, summary: string) =>
  defineRoute({
    operation,
    owner: 'compliance',
    method: 'GET',
    path: `/v1/processing-register/register.${form}`,
    summary,
    scope: 'compliance:read',
    rateClass: 'read',
    success: { status: 200, media },
  });

export const downloadRegisterJson = fileOf(
  'json',
  'downloadRegisterJson',
  'application/json',
  'Every entry of the register, for machines, to be handed to an authority (GDPR Art. 30(4)).',
);
export const downloadRegisterCsv = fileOf(
  'csv',
  'downloadRegisterCsv',
  'text/csv',
  'The same as a table: an entry a row, several values of a cell separated by line feeds.',
);
export const downloadRegisterPage = fileOf(
  'html',
  'downloadRegisterPage',
  'text/html',
  'The same to be read or printed: one page without scripts.',
);

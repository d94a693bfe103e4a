import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { DEFAULT_MIN_SCORE, duplicateFacts, duplicatePair, duplicateRun, duplicateState, leadDuplicate } from './duplicate.js';
import { leadIdParams, pageQuery } from './lead.js';

const idParams = z.strictObject({ id: z.uuid() });
const minScore = z.coerce.number().min(0).max(1);

export const listLeadDuplicates = defineRoute({
  operation: 'listLeadDuplicates',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/duplicates',
  summary: 'Leads that may be the same person, compared now, the most probable first, each with what speaks for and against it.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: z.strictObject({ minScore: minScore.default(DEFAULT_MIN_SCORE), limit: z.coerce.number().int().min(1).max(100).default(20) }),
  success: { status: 200, body: z.object({ items: z.array(leadDuplicate), nextCursor: z.null() }).meta({ id: 'LeadDuplicatePage' }) },
  errors: ['LEAD.NOT_FOUND'],
});

export const startDuplicateRunBody = z
  .strictObject({
    /** Pairs of a lower score are not kept, 0 to 1. */
    minScore: z.number().min(0).max(1).default(DEFAULT_MIN_SCORE),
  })
  .meta({ id: 'StartDuplicateRun' });

export const startDuplicateRun = defineRoute({
  operation: 'startDuplicateRun',
  owner: 'lead',
  method: 'POST',
  path: '/v1/duplicates/runs',
  summary: 'Compare all leads in the background; one run at a time (409 with the `runId` of the one that is on).',
  scope: 'leads:write',
  rateClass: 'write',
  body: startDuplicateRunBody,
  success: { status: 202, body: duplicateRun },
  errors: ['LEAD.DUPLICATE_RUN_ACTIVE'],
});

export const readDuplicateRun = defineRoute({
  operation: 'readDuplicateRun',
  owner: 'lead',
  method: 'GET',
  path: '/v1/duplicates/runs/:id',
  summary: 'Status, progress and counts of a run.',
  scope: 'leads:read',
  rateClass: 'read',
  params: idParams,
  success: { status: 200, body: duplicateRun },
  errors: ['LEAD.DUPLICATE_RUN_NOT_FOUND'],
});

export const cancelDuplicateRun = defineRoute({
  operation: 'cancelDuplicateRun',
  owner: 'lead',
  method: 'POST',
  path: '/v1/duplicates/runs/:id/cancel',
  summary: 'Stop a run for good; pairs that it has found stay.',
  scope: 'leads:write',
  rateClass: 'write',
  params: idParams,
  success: { status: 200, body: duplicateRun },
  errors: ['LEAD.DUPLICATE_RUN_NOT_FOUND', 'LEAD.DUPLICATE_RUN_STATUS'],
});

export const listDuplicatesQuery = z.strictObject({
  ...pageQuery,
  state: duplicateState.default('open'),
  minScore: minScore.default(0),
});
export type ListDuplicatesQuery = z.infer<typeof listDuplicatesQuery>;

export const listDuplicates = defineRoute({
  operation: 'listDuplicates',
  owner: 'lead',
  method: 'GET',
  path: '/v1/duplicates',
  summary: 'Pairs that runs have found, the most probable first. Pairs of a deleted lead are left out unless they are merged.',
  scope: 'leads:read',
  rateClass: 'read',
  query: listDuplicatesQuery,
  success: {
    status: 200,
    body: z.object({ items: z.array(duplicatePair), nextCursor: z.string().nullable() }).meta({ id: 'DuplicatePairPage' }),
  },
});

export const dismissDuplicateBody = z
  .strictObject({
    /** Why they are two people. */
    reason: z.string().trim().min(1).max(500),
  })
  .meta({ id: 'DismissDuplicate' });

export const dismissDuplicate = defineRoute({
  operation: 'dismissDuplicate',
  owner: 'lead',
  method: 'POST',
  path: '/v1/duplicates/:id/dismiss',
  summary: 'Say that the two are not one person: later runs leave the pair dismissed until one of them changes in what is compared.',
  scope: 'leads:write',
  rateClass: 'write',
  params: idParams,
  body: dismissDuplicateBody,
  success: { status: 200, body: duplicatePair },
  errors: ['LEAD.DUPLICATE_NOT_FOUND', 'LEAD.DUPLICATE_STATE'],
});

export const readDuplicateFacts = defineRoute({
  operation: 'readDuplicateFacts',
  owner: 'lead',
  method: 'GET',
  path: '/v1/duplicates/facts',
  summary: 'Custom fields by which leads are compared beside their own fields.',
  scope: 'leads:read',
  rateClass: 'read',
  success: { status: 200, body: duplicateFacts },
});

export const replaceDuplicateFacts = defineRoute({
  operation: 'replaceDuplicateFacts',
  owner: 'lead',
  method: 'PUT',
  path: '/v1/duplicates/facts',
  summary: 'Say which custom fields tell people apart; replaces what was said before.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: duplicateFacts,
  success: { status: 200, body: duplicateFacts },
  errors: ['LEAD.DUPLICATE_FACTS'],
});

/** Routes of duplicates, for the list of the service that answers them. */
export const duplicateRoutes = [
  listLeadDuplicates,
  startDuplicateRun,
  readDuplicateRun,
  cancelDuplicateRun,
  listDuplicates,
  dismissDuplicate,
  readDuplicateFacts,
  replaceDuplicateFacts,
] as const;

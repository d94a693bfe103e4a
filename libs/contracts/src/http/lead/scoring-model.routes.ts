import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { fieldChange } from './lead-audit.routes.js';
import { pageQuery } from './lead.js';
import { createScoringModelBody, patchScoringModelBody, scoringModel, scoringRehearsal } from './scoring-model.js';

const params = z.strictObject({ id: z.uuid() });

export const createScoringModel = defineRoute({
  operation: 'createScoringModel',
  owner: 'lead',
  method: 'POST',
  path: '/v1/scoring/models',
  summary: 'Draft another scoring model; nothing is scored by it before it is active.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: createScoringModelBody,
  success: { status: 201, body: scoringModel },
  errors: ['LEAD.SCORING_MODEL_INVALID', 'LEAD.SCORING_MODEL_LIMIT'],
});

export const listScoringModels = defineRoute({
  operation: 'listScoringModels',
  owner: 'lead',
  method: 'GET',
  path: '/v1/scoring/models',
  summary: 'Scoring models, latest first; the last one is the one that every tenant begins with.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(scoringModel), nextCursor: z.string().nullable() }).meta({ id: 'ScoringModelPage' }),
  },
});

export const readScoringModel = defineRoute({
  operation: 'readScoringModel',
  owner: 'lead',
  method: 'GET',
  path: '/v1/scoring/models/:id',
  summary: 'One scoring model; the version is the ETag.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  success: { status: 200, body: scoringModel },
  errors: ['LEAD.SCORING_MODEL_NOT_FOUND'],
});

export const patchScoringModel = defineRoute({
  operation: 'patchScoringModel',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/scoring/models/:id',
  summary: 'Change a draft: lists are replaced as a whole, and it has to be rehearsed anew.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  body: patchScoringModelBody,
  ifMatch: true,
  success: { status: 200, body: scoringModel },
  errors: ['LEAD.SCORING_MODEL_NOT_FOUND', 'LEAD.SCORING_MODEL_STALE', 'LEAD.SCORING_MODEL_INVALID', 'LEAD.SCORING_MODEL_SETTLED'],
});

export const rehearseScoringModel = defineRoute({
  operation: 'rehearseScoringModel',
  owner: 'lead',
  method: 'POST',
  path: '/v1/scoring/models/:id/rehearsals',
  summary: 'Try a draft on all present leads, beside the active model; nothing changes.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  success: { status: 202, body: scoringRehearsal },
  errors: ['LEAD.SCORING_MODEL_NOT_FOUND', 'LEAD.SCORING_MODEL_SETTLED', 'LEAD.SCORING_REHEARSAL_RUNNING'],
});

export const readScoringRehearsal = defineRoute({
  operation: 'readScoringRehearsal',
  owner: 'lead',
  method: 'GET',
  path: '/v1/scoring/models/:id/rehearsals/:rehearsalId',
  summary: 'How far a rehearsal is, and what it found so far.',
  scope: 'leads:read',
  rateClass: 'read',
  params: z.strictObject({ id: z.uuid(), rehearsalId: z.uuid() }),
  success: { status: 200, body: scoringRehearsal },
  errors: ['LEAD.SCORING_REHEARSAL_NOT_FOUND'],
});

export const activateScoringModel = defineRoute({
  operation: 'activateScoringModel',
  owner: 'lead',
  method: 'POST',
  path: '/v1/scoring/models/:id/activate',
  summary: 'Score by a rehearsed model from now on; the one that was active is retired.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  success: { status: 200, body: scoringModel },
  errors: ['LEAD.SCORING_MODEL_NOT_FOUND', 'LEAD.SCORING_MODEL_SETTLED', 'LEAD.SCORING_MODEL_NOT_REHEARSED'],
});

/** Who did what to a scoring model. */
export const scoringModelChange = z
  .object({
    /** Of the model, after the change. */
    version: z.int().min(1),
    action: z.enum(['created', 'updated', 'rehearsed', 'activated', 'retired']),
    changes: z.array(fieldChange),
    actor: z.object({ kind: z.string(), id: z.string() }),
    requestId: z.string(),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'ScoringModelChange' });
export type ScoringModelChange = z.infer<typeof scoringModelChange>;

export const listScoringModelChanges = defineRoute({
  operation: 'listScoringModelChanges',
  owner: 'lead',
  method: 'GET',
  path: '/v1/scoring/models/:id/history',
  summary: 'Every change of a scoring model, its activation included, latest first.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(scoringModelChange), nextCursor: z.string().nullable() }).meta({ id: 'ScoringModelChangePage' }),
  },
  errors: ['LEAD.SCORING_MODEL_NOT_FOUND'],
});

export const scoringModelRoutes = [
  createScoringModel,
  listScoringModels,
  readScoringModel,
  patchScoringModel,
  rehearseScoringModel,
  readScoringRehearsal,
  activateScoringModel,
  listScoringModelChanges,
] as const;

import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { pageQuery } from './lead.js';
import { trainedModel, trainedModelSummary, trainedModelUse, trainScoringModelBody } from './trained-model.js';

const params = z.strictObject({ id: z.uuid() });

export const trainScoringModel = defineRoute({
  operation: 'trainScoringModel',
  owner: 'lead',
  method: 'POST',
  path: '/v1/scoring/trained-models',
  summary:
    'Learn in the background, from leads that were won or lost, how likely one is to be won; nothing is predicted by it before it is active.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: trainScoringModelBody,
  success: { status: 202, body: trainedModel },
  errors: ['LEAD.TRAINED_MODEL_INVALID', 'LEAD.TRAINED_MODEL_TOO_FEW_OUTCOMES', 'LEAD.TRAINED_MODEL_WAITING'],
});

export const listTrainedModels = defineRoute({
  operation: 'listTrainedModels',
  owner: 'lead',
  method: 'GET',
  path: '/v1/scoring/trained-models',
  summary: 'Trained models, latest first, without what they learned.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(trainedModelSummary), nextCursor: z.string().nullable() }).meta({ id: 'TrainedModelPage' }),
  },
});

export const readTrainedModel = defineRoute({
  operation: 'readTrainedModel',
  owner: 'lead',
  method: 'GET',
  path: '/v1/scoring/trained-models/:id',
  summary: 'One trained model: what it learned, and how right it was about leads that were held back from it.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  success: { status: 200, body: trainedModel },
  errors: ['LEAD.TRAINED_MODEL_NOT_FOUND'],
});

export const activateTrainedModel = defineRoute({
  operation: 'activateTrainedModel',
  owner: 'lead',
  method: 'POST',
  path: '/v1/scoring/trained-models/:id/activate',
  summary: 'Give scores a prediction by this model from now on, instead of the one that was active.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  success: { status: 200, body: trainedModel },
  errors: ['LEAD.TRAINED_MODEL_NOT_FOUND', 'LEAD.TRAINED_MODEL_NOT_TRAINED'],
});

export const deactivateTrainedModel = defineRoute({
  operation: 'deactivateTrainedModel',
  owner: 'lead',
  method: 'POST',
  path: '/v1/scoring/trained-models/:id/deactivate',
  summary: 'Give scores no prediction any more, until a trained model is activated.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  success: { status: 200, body: trainedModel },
  errors: ['LEAD.TRAINED_MODEL_NOT_FOUND'],
});

export const listTrainedModelUses = defineRoute({
  operation: 'listTrainedModelUses',
  owner: 'lead',
  method: 'GET',
  path: '/v1/scoring/trained-models/:id/uses',
  summary: 'When a trained model was active, and who made it so, latest first.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(trainedModelUse), nextCursor: z.string().nullable() }).meta({ id: 'TrainedModelUsePage' }),
  },
  errors: ['LEAD.TRAINED_MODEL_NOT_FOUND'],
});

export const trainedModelRoutes = [
  trainScoringModel,
  listTrainedModels,
  readTrainedModel,
  activateTrainedModel,
  deactivateTrainedModel,
  listTrainedModelUses,
] as const;

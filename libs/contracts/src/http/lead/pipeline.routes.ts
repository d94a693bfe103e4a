import { z } from 'zod';
import { defineRoute } from '../../define-route.js';

const stageFields = {
  name: z.string().min(1).max(100),
  /** Per cent of its deals that are won in the end. */
  probability: z.int().min(0).max(100),
  /** Whether deals are won or lost in it: one stage of a pipeline does, the last. */
  closes: z.boolean().default(false),
  /** A deal rots when nothing happened to it for longer; null = never. */
  rotsAfterDays: z.int().min(1).max(3_650).nullable().default(null),
};

export const pipelineStage = z
  .object({ id: z.uuid(), ...stageFields, closes: z.boolean(), rotsAfterDays: z.int().nullable() })
  .meta({ id: 'PipelineStage' });
export type PipelineStage = z.infer<typeof pipelineStage>;

/** A way that deals go, stage by stage. */
export const pipeline = z
  .object({
    id: z.uuid(),
    /** Grows by one with every change; the `ETag`. */
    version: z.int().min(1),
    name: z.string(),
    /** Where deals go that name none; every tenant has one. */
    isDefault: z.boolean(),
    /** In their order. */
    stages: z.array(pipelineStage),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Pipeline' });
export type Pipeline = z.infer<typeof pipeline>;

const name = z.string().min(1).max(100);
const stages = <S extends z.ZodType>(stage: S) => z.array(stage).min(2).max(30);
export const createPipelineBody = z.strictObject({ name, stages: stages(z.strictObject(stageFields)) }).meta({ id: 'CreatePipeline' });
export type CreatePipeline = z.infer<typeof createPipelineBody>;
export const patchPipelineBody = z
  .strictObject({
    name: name.optional(),
    /** All stages in their new order: those with an id are kept, those without are new, those that are missing go if no deal was ever left in them. */
    stages: stages(z.strictObject({ id: z.uuid().optional(), ...stageFields })).optional(),
  })
  .meta({ id: 'PatchPipeline' });
export type PatchPipeline = z.infer<typeof patchPipelineBody>;

const pipelineParams = z.strictObject({ id: z.uuid() });

export const createPipeline = defineRoute({
  operation: 'createPipeline',
  owner: 'lead',
  method: 'POST',
  path: '/v1/pipelines',
  summary: 'Make a pipeline beside the default one.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: createPipelineBody,
  success: { status: 201, body: pipeline },
  errors: ['LEAD.PIPELINE_INVALID', 'LEAD.PIPELINE_EXISTS'],
});

export const listPipelines = defineRoute({
  operation: 'listPipelines',
  owner: 'lead',
  method: 'GET',
  path: '/v1/pipelines',
  summary: 'Pipelines with their stages, the default one first.',
  scope: 'leads:read',
  rateClass: 'read',
  success: { status: 200, body: z.object({ items: z.array(pipeline), nextCursor: z.null() }).meta({ id: 'PipelinePage' }) },
});

export const readPipeline = defineRoute({
  operation: 'readPipeline',
  owner: 'lead',
  method: 'GET',
  path: '/v1/pipelines/:id',
  summary: 'One pipeline; its version is the ETag.',
  scope: 'leads:read',
  rateClass: 'read',
  params: pipelineParams,
  success: { status: 200, body: pipeline },
  errors: ['LEAD.PIPELINE_NOT_FOUND'],
});

export const patchPipeline = defineRoute({
  operation: 'patchPipeline',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/pipelines/:id',
  summary: 'Rename a pipeline; add, change, order and remove its stages.',
  scope: 'tenant:write',
  rateClass: 'write',
  params: pipelineParams,
  body: patchPipelineBody,
  ifMatch: true,
  success: { status: 200, body: pipeline },
  errors: ['LEAD.PIPELINE_NOT_FOUND', 'LEAD.PIPELINE_STALE', 'LEAD.PIPELINE_INVALID', 'LEAD.PIPELINE_EXISTS', 'LEAD.STAGE_IN_USE'],
});

export const pipelineRoutes = [createPipeline, listPipelines, readPipeline, patchPipeline] as const;

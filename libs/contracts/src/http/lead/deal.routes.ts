import { z } from 'zod';
import { dealStatus, money } from '../../deal-fields.js';
import { defineRoute } from '../../define-route.js';
import { fieldProblem } from '../problem.js';
import { createDealBody, deal, moveDealBody, patchDealBody } from './deal.js';
import { pageQuery } from './lead.js';
import { pipelineStage } from './pipeline.routes.js';

const dealParams = z.strictObject({ id: z.uuid() });

export const createDeal = defineRoute({
  operation: 'createDeal',
  owner: 'lead',
  method: 'POST',
  path: '/v1/deals',
  summary: 'Make a deal, the last card of its stage.',
  scope: 'leads:write',
  rateClass: 'write',
  body: createDealBody,
  success: { status: 201, body: deal },
  errors: ['LEAD.NOT_FOUND', 'LEAD.PIPELINE_NOT_FOUND', 'LEAD.STAGE_NOT_FOUND', 'LEAD.DEAL_INVALID', 'LEAD.DEAL_EXISTS'],
});

/** Documented as a new deal, but taken as it comes: each item is judged alone. */
const batchItem = z.unknown().meta({ ...z.toJSONSchema(createDealBody, { io: 'input' }), id: undefined, $schema: undefined });

export const dealBatchResult = z
  .discriminatedUnion('status', [
    z.object({ status: z.literal('created'), id: z.uuid(), version: z.int().min(1) }),
    z.object({
      status: z.literal('failed'),
      error: z.object({
        code: z.string(),
        title: z.string(),
        errors: z.array(fieldProblem),
        /** The deal that has the external id. */
        existingId: z.uuid().optional(),
      }),
    }),
  ])
  .meta({ id: 'DealBatchResult' });
export type DealBatchResult = z.infer<typeof dealBatchResult>;

export const createDeals = defineRoute({
  operation: 'createDeals',
  owner: 'lead',
  method: 'POST',
  path: '/v1/deals/batch',
  summary: 'Make up to 1,000 deals, in the order given; one result per item. Items fail alone.',
  scope: 'leads:write',
  rateClass: 'write',
  body: z.strictObject({ items: z.array(batchItem).min(1).max(1_000) }).meta({ id: 'CreateDeals' }),
  success: { status: 200, body: z.object({ items: z.array(dealBatchResult) }) },
});

/** Deals that have no such day or instant come last in either direction. */
export const DEAL_SORTS = [
  '-createdAt',
  'createdAt',
  '-updatedAt',
  'updatedAt',
  '-closedAt',
  'closedAt',
  '-expectedCloseOn',
  'expectedCloseOn',
] as const;

const instant = z.iso.datetime().optional();
const day = z.iso.date().optional();

export const listDealsQuery = z.strictObject({
  ...pageQuery,
  /** When left out: those of a stage in the order of the board, all others by `-createdAt`. */
  sort: z.enum(DEAL_SORTS).optional(),
  /** As it is written in the deal, letter by letter. */
  externalId: z.string().max(200).optional(),
  pipelineId: z.uuid().optional(),
  stageId: z.uuid().optional(),
  status: dealStatus.optional(),
  /** Of the lead and of all that went into it. */
  leadId: z.uuid().optional(),
  ownerId: z.uuid().optional(),
  rotting: z.enum(['true', 'false']).optional(),
  /** Those that have it. */
  tagId: z.uuid().optional(),
  'createdAt.gte': instant,
  'createdAt.lt': instant,
  'updatedAt.gte': instant,
  'updatedAt.lt': instant,
  'closedAt.gte': instant,
  'closedAt.lt': instant,
  'expectedCloseOn.gte': day,
  'expectedCloseOn.lt': day,
  /** `true` lists the deleted deals instead, which may be restored. */
  deleted: z.enum(['true', 'false']).default('false'),
  /** `true` tells beside the page how many deals there are in all. */
  count: z.enum(['true', 'false']).default('false'),
});
export type ListDealsQuery = z.infer<typeof listDealsQuery>;

/** Deals are counted up to here. */
export const MAX_DEAL_TOTAL = 10_000;

/** How many deals all pages have together. */
export const dealTotal = z
  .object({
    count: z.int().min(0).max(MAX_DEAL_TOTAL),
    /** `at-least`: there are more than are counted. */
    relation: z.enum(['exact', 'at-least']),
  })
  .meta({ id: 'DealTotal' });
export type DealTotal = z.infer<typeof dealTotal>;

const dealPage = z
  .object({
    items: z.array(deal),
    nextCursor: z.string().nullable(),
    /** Only with `count=true`. */
    total: dealTotal.optional(),
  })
  .meta({ id: 'DealPage' });

export const listDeals = defineRoute({
  operation: 'listDeals',
  owner: 'lead',
  method: 'GET',
  path: '/v1/deals',
  summary: 'Deals, page by page, newest first unless sorted otherwise; live ones unless deleted ones are asked for.',
  scope: 'leads:read',
  rateClass: 'read',
  query: listDealsQuery,
  success: { status: 200, body: dealPage },
  errors: ['LEAD.NOT_FOUND'],
});

export const boardColumn = z
  .object({
    stage: pipelineStage,
    /** Of all its deals, not of the first page only. */
    totals: z.object({
      deals: z.int().min(0),
      /** Deals without a value count in neither. */
      values: z.array(z.object({ sum: money, /** By probability: won deals whole, lost ones not at all. */ weighted: money })),
    }),
    /** The first cards. */
    deals: z.array(deal),
    /** For `GET /v1/deals?stageId=`, which goes on from here. */
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'BoardColumn' });
export type BoardColumn = z.infer<typeof boardColumn>;

export const readDealBoard = defineRoute({
  operation: 'readDealBoard',
  owner: 'lead',
  method: 'GET',
  path: '/v1/deals/board',
  summary: 'A pipeline as a board: a column for each stage, with its first cards and its totals.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject({
    /** The default one when left out. */
    pipeline: z.uuid().optional(),
    /** Cards of each column. */
    limit: z.coerce.number().int().min(1).max(200).default(20),
  }),
  success: { status: 200, body: z.object({ pipelineId: z.uuid(), columns: z.array(boardColumn) }).meta({ id: 'DealBoard' }) },
  errors: ['LEAD.PIPELINE_NOT_FOUND'],
});

export const readDealQuery = z.strictObject({ include: z.literal('engagement').optional() });

export const readDeal = defineRoute({
  operation: 'readDeal',
  owner: 'lead',
  method: 'GET',
  path: '/v1/deals/:id',
  summary: 'One deal; its version is the ETag.',
  scope: 'leads:read',
  rateClass: 'read',
  params: dealParams,
  query: readDealQuery,
  success: { status: 200, body: deal },
  errors: ['LEAD.DEAL_NOT_FOUND'],
});

export const patchDeal = defineRoute({
  operation: 'patchDeal',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/deals/:id',
  summary: 'Change fields of a deal other than its stage.',
  scope: 'leads:write',
  rateClass: 'write',
  params: dealParams,
  body: patchDealBody,
  ifMatch: true,
  success: { status: 200, body: deal },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.DEAL_STALE', 'LEAD.DEAL_INVALID'],
});

export const moveDeal = defineRoute({
  operation: 'moveDeal',
  owner: 'lead',
  method: 'PUT',
  path: '/v1/deals/:id/stage',
  summary: 'Move a card: to another stage, also of another pipeline, won, lost, open again, or to another place of its column.',
  scope: 'leads:write',
  rateClass: 'write',
  params: dealParams,
  body: moveDealBody,
  ifMatch: true,
  success: { status: 200, body: deal },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.DEAL_STALE', 'LEAD.STAGE_NOT_FOUND', 'LEAD.DEAL_INVALID', 'LEAD.DEAL_NEIGHBOUR_GONE'],
});

export const deleteDeal = defineRoute({
  operation: 'deleteDeal',
  owner: 'lead',
  method: 'DELETE',
  path: '/v1/deals/:id',
  summary: 'Soft-delete a deal.',
  scope: 'leads:write',
  rateClass: 'write',
  params: dealParams,
  ifMatch: true,
  success: { status: 204 },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.DEAL_STALE'],
});

export const restoreDeal = defineRoute({
  operation: 'restoreDeal',
  owner: 'lead',
  method: 'POST',
  path: '/v1/deals/:id/restore',
  summary: 'Bring back a deleted deal, the last card of its stage.',
  scope: 'leads:write',
  rateClass: 'write',
  params: dealParams,
  success: { status: 200, body: deal },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.DEAL_NOT_DELETED', 'LEAD.DEAL_EXISTS'],
});

export const dealStageChange = z
  .object({
    /** Of the deal, after the change. */
    version: z.int().min(1),
    /** Null for the stage in which the deal was made. */
    fromStageId: z.uuid().nullable(),
    toStageId: z.uuid(),
    fromStatus: dealStatus.nullable(),
    toStatus: dealStatus,
    changedAt: z.iso.datetime(),
    /** Whole seconds in the stage that was left; 0 where only status or loss reason changed, null for the first. */
    secondsInStage: z.int().nullable(),
    actor: z.object({ kind: z.string(), id: z.string() }),
    requestId: z.string(),
  })
  .meta({ id: 'DealStageChange' });
export type DealStageChange = z.infer<typeof dealStageChange>;

export const listDealStageHistory = defineRoute({
  operation: 'listDealStageHistory',
  owner: 'lead',
  method: 'GET',
  path: '/v1/deals/:id/stage-history',
  summary: 'The way of a deal through its stages, latest first; of a deleted one, too.',
  scope: 'leads:read',
  rateClass: 'read',
  params: dealParams,
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(dealStageChange), nextCursor: z.string().nullable() }).meta({ id: 'DealStageHistory' }),
  },
  errors: ['LEAD.DEAL_NOT_FOUND'],
});

export const dealRoutes = [
  createDeal,
  createDeals,
  listDeals,
  readDealBoard,
  readDeal,
  patchDeal,
  moveDeal,
  deleteDeal,
  restoreDeal,
  listDealStageHistory,
] as const;

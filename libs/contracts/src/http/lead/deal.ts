import { z } from 'zod';
import { dealProduct, dealStatus, money, statedMoney } from '../../deal-fields.js';

/** Business with a lead. */
export const deal = z
  .object({
    id: z.uuid(),
    /** Grows by one with every change but of the order of cards; the `ETag`. */
    version: z.int().min(1),
    /** Of a lead that went into another one, the survivor. */
    leadId: z.uuid(),
    /** Id of the deal in the system it came from; no two deals that are there have the same. */
    externalId: z.string().nullable(),
    name: z.string(),
    pipelineId: z.uuid(),
    stageId: z.uuid(),
    stageEnteredAt: z.iso.datetime(),
    status: dealStatus,
    /** Per cent; of its stage, 100 of a deal that was won, 0 of one that was lost. */
    probability: z.int(),
    value: money.nullable(),
    expectedCloseOn: z.iso.date().nullable(),
    lossReason: z.string().nullable(),
    products: z.array(dealProduct),
    ownerId: z.uuid().nullable(),
    tagIds: z.array(z.uuid()),
    /** Whether nothing happened to it for longer than its stage allows, as of this answer. Tags that are put on or taken off are nothing. */
    rotting: z.boolean(),
    /** What its lead did since it was opened, in points of engagement as the active scoring model gives them, 0 to 100. Only with `include=engagement`. */
    engagement: z.number().optional(),
    openedAt: z.iso.datetime(),
    closedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Deal' });
export type Deal = z.infer<typeof deal>;

const fields = {
  name: z.string().min(1).max(200),
  value: statedMoney.nullable(),
  expectedCloseOn: z.iso.date().nullable(),
  products: z.array(dealProduct).max(100),
  ownerId: z.uuid().nullable(),
};

export const createDealBody = z
  .strictObject({
    leadId: z.uuid(),
    ...fields,
    value: fields.value.default(null),
    expectedCloseOn: fields.expectedCloseOn.default(null),
    products: fields.products.default([]),
    ownerId: fields.ownerId.default(null),
    externalId: z.string().min(1).max(200).nullable().default(null),
    /** The default one when left out. */
    pipelineId: z.uuid().optional(),
    /** The first of the pipeline when left out; of a closed deal the one that closes. */
    stageId: z.uuid().optional(),
    status: dealStatus.default('active'),
    lossReason: z.string().min(1).max(1_000).optional(),
    /** Now when left out. */
    openedAt: z.iso.datetime().optional(),
    /** Of a deal that is closed already. */
    closedAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'CreateDeal' });
export type CreateDeal = z.infer<typeof createDealBody>;

export const patchDealBody = z
  .strictObject({
    ...fields,
    /** Of an open deal another open one; deals are closed and opened by their stage. */
    status: z.enum(['active', 'qualified', 'nurturing']),
    /** Of a lost deal. */
    lossReason: z.string().min(1).max(1_000),
  })
  .partial()
  .meta({ id: 'PatchDeal' });
export type PatchDeal = z.infer<typeof patchDealBody>;

export const moveDealBody = z
  .strictObject({
    /** Of any pipeline: the deal then goes by that one. */
    stageId: z.uuid(),
    /** Into the stage that closes: `closed-won` or `closed-lost`. Left out, an open deal stays as it is and a closed one is `active` again. */
    status: dealStatus.optional(),
    /** Of a lost deal. */
    lossReason: z.string().min(1).max(1_000).optional(),
    /** The card of that stage that is to stand right before this one; null = none, first; left out = last. */
    afterDealId: z.uuid().nullable().optional(),
  })
  .meta({ id: 'MoveDeal' });
export type MoveDeal = z.infer<typeof moveDealBody>;

import { z } from 'zod';
import { dealStatus } from '../../deal-fields.js';
import { defineRoute } from '../../define-route.js';
import { fieldProblem } from '../problem.js';

const tagIds = z.array(z.uuid()).max(100).default([]);

/** Deals of which all that is stated is true, as in `GET /v1/deals`; all that are there when nothing is. */
export const dealFilter = z
  .strictObject({
    pipelineId: z.uuid().optional(),
    stageId: z.uuid().optional(),
    status: dealStatus.optional(),
    /** Of the lead and of all that went into it. */
    leadId: z.uuid().optional(),
    ownerId: z.uuid().optional(),
    rotting: z.boolean().optional(),
    /** Those that have it. */
    tagId: z.uuid().optional(),
  })
  .meta({ id: 'DealFilter' });
export type DealFilter = z.infer<typeof dealFilter>;

export const changeDealTagsBody = z
  .strictObject({
    /** Either these deals... */
    dealIds: z.array(z.uuid()).min(1).max(1_000).optional(),
    /** ...or those of a filter, in the order of their ids. */
    filter: dealFilter.optional(),
    /** Of a filter: how many deals this request goes through. */
    limit: z.int().min(1).max(1_000).default(500),
    /** Of a filter: `nextCursor` of the request before; repeated and interrupted ones do no harm. */
    cursor: z.string().max(500).optional(),
    add: tagIds,
    remove: tagIds,
  })
  .refine(({ dealIds, filter }) => (dealIds === undefined) !== (filter === undefined), { error: 'takes either dealIds or filter' })
  .refine(({ dealIds, cursor }) => dealIds === undefined || cursor === undefined, { error: 'belongs to a filter', path: ['cursor'] })
  .refine(({ add, remove }) => add.length + remove.length > 0, { error: 'must name a tag', path: ['add'] })
  .refine(({ add, remove }) => !add.some((id) => remove.includes(id)), { error: 'must not name a tag to add', path: ['remove'] })
  .meta({ id: 'ChangeDealTags' });
export type ChangeDealTags = z.infer<typeof changeDealTagsBody>;

/** What became of one deal. */
export const dealTagResult = z
  .discriminatedUnion('status', [
    z.object({ status: z.enum(['updated', 'unchanged']), id: z.uuid(), version: z.int().min(1) }),
    z.object({
      status: z.literal('failed'),
      id: z.uuid(),
      error: z.object({ code: z.string(), title: z.string(), errors: z.array(fieldProblem) }),
    }),
  ])
  .meta({ id: 'DealTagResult' });
export type DealTagResult = z.infer<typeof dealTagResult>;

export const changeDealTags = defineRoute({
  operation: 'changeDealTags',
  owner: 'lead',
  method: 'POST',
  path: '/v1/deals/tags',
  summary: 'Put tags on deals and take tags off them: one result per deal. A deal that is so already stays as it is.',
  scope: 'leads:write',
  rateClass: 'write',
  body: changeDealTagsBody,
  success: {
    status: 200,
    body: z
      .object({
        /** In the order of `dealIds`, or of the filter. */
        items: z.array(dealTagResult),
        /** Null when no deal of the filter is left. */
        nextCursor: z.string().nullable(),
      })
      .meta({ id: 'DealTagsChanged' }),
  },
  errors: ['LEAD.TAG_NOT_FOUND', 'LEAD.NOT_FOUND'],
});

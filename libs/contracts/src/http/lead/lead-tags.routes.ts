import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { fieldProblem } from '../problem.js';
import { anyFilter } from './lead-search.routes.js';

const tagIds = z.array(z.uuid()).max(100).default([]);

export const changeLeadTagsBody = z
  .strictObject({
    /** Either these leads... */
    leadIds: z.array(z.uuid()).min(1).max(1_000).optional(),
    /** ...or those of a filter, as in `POST /v1/leads/search`, in the order of their ids. */
    filter: anyFilter.optional(),
    /** Of a filter: how many leads this request goes through. */
    limit: z.int().min(1).max(1_000).default(500),
    /** Of a filter: `nextCursor` of the request before; repeated and interrupted ones do no harm. */
    cursor: z.string().max(8_000).optional(),
    add: tagIds,
    remove: tagIds,
  })
  .refine(({ leadIds, filter }) => (leadIds === undefined) !== (filter === undefined), { error: 'takes either leadIds or filter' })
  .refine(({ leadIds, cursor }) => leadIds === undefined || cursor === undefined, { error: 'belongs to a filter', path: ['cursor'] })
  .refine(({ add, remove }) => add.length + remove.length > 0, { error: 'must name a tag', path: ['add'] })
  .refine(({ add, remove }) => !add.some((id) => remove.includes(id)), { error: 'must not name a tag to add', path: ['remove'] })
  .meta({ id: 'ChangeLeadTags' });
export type ChangeLeadTags = z.infer<typeof changeLeadTagsBody>;

/** What became of one lead. */
export const leadTagResult = z
  .discriminatedUnion('status', [
    z.object({ status: z.enum(['updated', 'unchanged']), id: z.uuid(), version: z.int().min(1) }),
    z.object({
      status: z.literal('failed'),
      id: z.uuid(),
      error: z.object({ code: z.string(), title: z.string(), errors: z.array(fieldProblem) }),
    }),
  ])
  .meta({ id: 'LeadTagResult' });
export type LeadTagResult = z.infer<typeof leadTagResult>;

export const changeLeadTags = defineRoute({
  operation: 'changeLeadTags',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/tags',
  summary: 'Put tags on leads and take tags off them: one result per lead. A lead that is so already stays as it is.',
  scope: 'leads:write',
  rateClass: 'write',
  body: changeLeadTagsBody,
  success: {
    status: 200,
    body: z
      .object({
        /** In the order of `leadIds`, or of the filter. */
        items: z.array(leadTagResult),
        /** Null when no lead of the filter is left. */
        nextCursor: z.string().nullable(),
      })
      .meta({ id: 'LeadTagsChanged' }),
  },
  errors: ['LEAD.TAG_NOT_FOUND', 'LEAD.SEARCH_INVALID'],
});

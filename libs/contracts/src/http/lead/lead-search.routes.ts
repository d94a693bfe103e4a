import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { filterCondition } from './filter.js';
import { LEAD_PARTS, leadPart } from './lead.js';
import { leadPage } from './lead.routes.js';

const group = (word: 'and' | 'or') => ({
  type: 'object',
  description: 'Filters again: conditions or groups.',
  properties: { [word]: { type: 'array', items: { type: 'object' } } },
  required: [word],
});

/** Documented as a filter, but taken as it comes: what is wrong with it is told condition by condition. */
export const anyFilter = z.unknown().meta({
  anyOf: [
    z.toJSONSchema(filterCondition, { io: 'input' }).$defs?.['FilterCondition'],
    group('and'),
    group('or'),
    { type: 'object', description: 'The opposite of a filter.', properties: { not: { type: 'object' } }, required: ['not'] },
  ],
});

export const searchLeadsBody = z
  .strictObject({
    /** Conditions joined by `and`, `or` and `not`; all live leads when left out. */
    filter: anyFilter.optional(),
    /**
     * `createdAt`, `capturedAt`, `lastName`, `id`, or `customFields.<key>` of an indexed field with one value; `-` before it for the
     * reverse. Leads without a value come last.
     */
    sort: z.string().max(200).default('-createdAt'),
    limit: z.int().min(1).max(1_000).default(50),
    /** `nextCursor` of the page before. */
    cursor: z.string().max(8_000).optional(),
    /** `score`: each lead with score and temperature. */
    include: z.array(leadPart).max(LEAD_PARTS.length).optional(),
  })
  .meta({ id: 'SearchLeads' });
export type SearchLeads = z.infer<typeof searchLeadsBody>;

export const searchLeads = defineRoute({
  operation: 'searchLeads',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/search',
  summary: 'Live leads that satisfy a filter over core and custom fields, sorted, page by page.',
  scope: 'leads:read',
  rateClass: 'read',
  body: searchLeadsBody,
  success: { status: 200, body: leadPage },
  errors: ['LEAD.SEARCH_INVALID'],
});

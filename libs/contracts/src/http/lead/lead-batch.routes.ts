import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { fieldProblem } from '../problem.js';
import { createLeadBody, patchLeadBody } from './lead.routes.js';

const id = z.uuid();
/** The present version, as `If-Match` would carry it. */
const version = z.int().min(1);

/** One change among many. */
export const leadBatchItem = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('create'), lead: createLeadBody }),
  z.strictObject({ op: z.literal('update'), id, version, lead: patchLeadBody }),
  z.strictObject({ op: z.literal('delete'), id, version }),
]);
export type LeadBatchItem = z.infer<typeof leadBatchItem>;

/** Documented as a change, but taken as it comes: each item is judged alone. */
const batchItem = z.unknown().meta({ ...z.toJSONSchema(leadBatchItem, { io: 'input' }), $schema: undefined });

export const changeLeadsBody = z.strictObject({ items: z.array(batchItem).min(1).max(1_000) }).meta({ id: 'ChangeLeads' });

const itemProblem = z.object({
  code: z.string(),
  title: z.string(),
  errors: z.array(fieldProblem),
  /** The live lead that holds what this item claims. */
  existingId: z.uuid().optional(),
  /** Of a lead that has changed since it was read. */
  currentVersion: z.int().optional(),
});

/** What became of one item. */
export const leadBatchResult = z
  .discriminatedUnion('status', [
    z.object({ status: z.enum(['created', 'updated', 'unchanged', 'deleted']), id: z.uuid(), version: z.int().min(1) }),
    z.object({ status: z.literal('failed'), error: itemProblem }),
  ])
  .meta({ id: 'LeadBatchResult' });
export type LeadBatchResult = z.infer<typeof leadBatchResult>;

export const changeLeads = defineRoute({
  operation: 'changeLeads',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/batch',
  summary: 'Create, update and delete up to 1,000 leads, in the order given; one result per item. Items fail alone.',
  scope: 'leads:write',
  rateClass: 'write',
  body: changeLeadsBody,
  success: { status: 200, body: z.object({ items: z.array(leadBatchResult) }) },
});

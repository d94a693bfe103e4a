import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { contactPolicySettings } from './decision-facts.js';
import { triedRuleSet } from './tried-rule-set.js';

const instant = z.iso.datetime();
const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  /** `nextCursor` of the page before. */
  cursor: z.string().max(500).optional(),
});
const name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'must not hold control characters');
const actor = z.object({ kind: z.enum(['member', 'api-key', 'service']), id: z.string() });

/** `draft`: holds nowhere and may be changed; `active`: contacts are decided by it; `retired`: another one took its place. */
export const POLICY_STATUSES = ['draft', 'active', 'retired'] as const;

/** What a tenant demands of contacts beyond the rule sets, or means to. One policy is active at a time. */
export const policy = contactPolicySettings
  .extend({
    id: z.uuid(),
    /** Grows by one with every change; the `ETag`. */
    version: z.int().min(1),
    name: z.string(),
    status: z.enum(POLICY_STATUSES),
    /** What rehearsals judge a draft by; null where that is the rule set that decides. Which one decides is no tenant's choice: activation wants null. */
    ruleSet: triedRuleSet.nullable(),
    /** Under which `GET /v1/contact-policy` shows it and decisions name it; null while it is a draft. */
    contactPolicyVersion: z.int().min(2).nullable(),
    createdAt: instant,
    createdBy: actor,
    activatedAt: instant.nullable(),
    activatedBy: actor.nullable(),
    retiredAt: instant.nullable(),
  })
  .meta({ id: 'Policy' });
export type Policy = z.infer<typeof policy>;

const drafted = contactPolicySettings.extend({ name, ruleSet: triedRuleSet.nullable().optional() });

export const createPolicyBody = drafted.meta({ id: 'CreatePolicy' });
export type CreatePolicy = z.infer<typeof createPolicyBody>;
export const patchPolicyBody = drafted.partial().meta({ id: 'PatchPolicy' });
export type PatchPolicy = z.infer<typeof patchPolicyBody>;

const params = z.strictObject({ id: z.uuid() });

export const createPolicy = defineRoute({
  operation: 'createPolicy',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/policies',
  summary: 'Draft a policy of contact; nothing is decided by it before it is activated.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: createPolicyBody,
  success: { status: 201, body: policy },
  errors: ['COMPLIANCE.RULE_SET_UNKNOWN', 'COMPLIANCE.RULE_UNKNOWN'],
});

export const listPoliciesQuery = pageQuery;
export type ListPoliciesQuery = z.infer<typeof listPoliciesQuery>;

export const listPolicies = defineRoute({
  operation: 'listPolicies',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/policies',
  summary: 'Policies of contact, latest first: drafts, the active one, and those it replaced.',
  scope: 'compliance:read',
  rateClass: 'read',
  query: listPoliciesQuery,
  success: { status: 200, body: z.object({ items: z.array(policy), nextCursor: z.string().nullable() }).meta({ id: 'PolicyPage' }) },
});

export const readPolicy = defineRoute({
  operation: 'readPolicy',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/policies/:id',
  summary: 'One policy of contact; the version is the ETag.',
  scope: 'compliance:read',
  rateClass: 'read',
  params,
  success: { status: 200, body: policy },
  errors: ['COMPLIANCE.POLICY_NOT_FOUND'],
});

export const patchPolicy = defineRoute({
  operation: 'patchPolicy',
  owner: 'compliance',
  method: 'PATCH',
  path: '/v1/policies/:id',
  summary: 'Change a draft; lists are replaced as a whole. Rehearsals go on with what they began with.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  body: patchPolicyBody,
  ifMatch: true,
  success: { status: 200, body: policy },
  errors: [
    'COMPLIANCE.POLICY_NOT_FOUND',
    'COMPLIANCE.POLICY_STALE',
    'COMPLIANCE.POLICY_SETTLED',
    'COMPLIANCE.RULE_SET_UNKNOWN',
    'COMPLIANCE.RULE_UNKNOWN',
  ],
});

export const activatePolicy = defineRoute({
  operation: 'activatePolicy',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/policies/:id/activate',
  summary: 'Decide by a draft from now on: it becomes the next version of the contact policy, and the one that was active is retired.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  ifMatch: true,
  success: { status: 200, body: policy },
  errors: ['COMPLIANCE.POLICY_NOT_FOUND', 'COMPLIANCE.POLICY_STALE', 'COMPLIANCE.POLICY_SETTLED', 'COMPLIANCE.POLICY_RULE_SET_NAMED'],
});

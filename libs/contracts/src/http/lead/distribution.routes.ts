import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import {
  createDistributionPoolBody,
  createDistributionRuleSetBody,
  distributionMember,
  distributionPool,
  distributionProfile,
  distributionReplay,
  distributionRuleSet,
  fairnessReport,
  patchDistributionPoolBody,
  QUEUE_REASONS,
  queuedLead,
} from './distribution.js';
import { lead, pageQuery } from './lead.js';

const params = z.strictObject({ id: z.uuid() });
const page = <T extends z.ZodType>(item: T, id: string) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() }).meta({ id });

export const listDistributionMembers = defineRoute({
  operation: 'listDistributionMembers',
  owner: 'lead',
  method: 'GET',
  path: '/v1/distribution/members',
  summary: 'Members of the tenant with what decides which leads they get, oldest first.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject(pageQuery),
  success: { status: 200, body: page(distributionMember, 'DistributionMemberPage') },
});

export const readDistributionMember = defineRoute({
  operation: 'readDistributionMember',
  owner: 'lead',
  method: 'GET',
  path: '/v1/distribution/members/:id',
  summary: 'One member; a moment after it was added it may not be known here yet.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  success: { status: 200, body: distributionMember },
  errors: ['LEAD.MEMBER_UNKNOWN'],
});

export const putDistributionProfile = defineRoute({
  operation: 'putDistributionProfile',
  owner: 'lead',
  method: 'PUT',
  path: '/v1/distribution/members/:id',
  summary: 'Say which leads a member may get, in place of what was said before; the version is the ETag, 0 before anything was said.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  body: distributionProfile,
  ifMatch: 'optional',
  success: { status: 200, body: distributionMember },
  errors: ['LEAD.MEMBER_UNKNOWN', 'LEAD.MEMBER_STALE', 'LEAD.DISTRIBUTION_INVALID'],
});

export const createDistributionPool = defineRoute({
  operation: 'createDistributionPool',
  owner: 'lead',
  method: 'POST',
  path: '/v1/distribution/pools',
  summary: 'Put members together between whom leads are distributed.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: createDistributionPoolBody,
  success: { status: 201, body: distributionPool },
  errors: ['LEAD.DISTRIBUTION_INVALID', 'LEAD.POOL_NAME_TAKEN', 'LEAD.POOL_LIMIT'],
});

export const listDistributionPools = defineRoute({
  operation: 'listDistributionPools',
  owner: 'lead',
  method: 'GET',
  path: '/v1/distribution/pools',
  summary: 'Pools, oldest first.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject(pageQuery),
  success: { status: 200, body: page(distributionPool, 'DistributionPoolPage') },
});

export const readDistributionPool = defineRoute({
  operation: 'readDistributionPool',
  owner: 'lead',
  method: 'GET',
  path: '/v1/distribution/pools/:id',
  summary: 'One pool; the version is the ETag.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  success: { status: 200, body: distributionPool },
  errors: ['LEAD.POOL_NOT_FOUND'],
});

export const patchDistributionPool = defineRoute({
  operation: 'patchDistributionPool',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/distribution/pools/:id',
  summary: 'Change a pool: its members are replaced as a whole, who stays keeps the turn. One without members gives leads to nobody.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  body: patchDistributionPoolBody,
  ifMatch: true,
  success: { status: 200, body: distributionPool },
  errors: ['LEAD.POOL_NOT_FOUND', 'LEAD.POOL_STALE', 'LEAD.DISTRIBUTION_INVALID', 'LEAD.POOL_NAME_TAKEN'],
});

export const createDistributionRuleSet = defineRoute({
  operation: 'createDistributionRuleSet',
  owner: 'lead',
  method: 'POST',
  path: '/v1/distribution/rules',
  summary: 'Draft the rules by which leads are distributed; nothing is distributed by them before they are active.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: createDistributionRuleSetBody,
  success: { status: 201, body: distributionRuleSet },
  errors: ['LEAD.POOL_NOT_FOUND', 'LEAD.DISTRIBUTION_INVALID', 'LEAD.RULE_SET_LIMIT'],
});

export const listDistributionRuleSets = defineRoute({
  operation: 'listDistributionRuleSets',
  owner: 'lead',
  method: 'GET',
  path: '/v1/distribution/rules',
  summary: 'Rule sets, latest first.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject(pageQuery),
  success: { status: 200, body: page(distributionRuleSet, 'DistributionRuleSetPage') },
});

export const readDistributionRuleSet = defineRoute({
  operation: 'readDistributionRuleSet',
  owner: 'lead',
  method: 'GET',
  path: '/v1/distribution/rules/:id',
  summary: 'One rule set.',
  scope: 'leads:read',
  rateClass: 'read',
  params,
  success: { status: 200, body: distributionRuleSet },
  errors: ['LEAD.RULE_SET_NOT_FOUND'],
});

export const activateDistributionRuleSet = defineRoute({
  operation: 'activateDistributionRuleSet',
  owner: 'lead',
  method: 'POST',
  path: '/v1/distribution/rules/:id/activate',
  summary: 'Distribute new leads by a draft from now on; the set that was active is retired.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  success: { status: 200, body: distributionRuleSet },
  errors: ['LEAD.RULE_SET_NOT_FOUND', 'LEAD.RULE_SET_SETTLED'],
});

export const retireDistributionRuleSet = defineRoute({
  operation: 'retireDistributionRuleSet',
  owner: 'lead',
  method: 'POST',
  path: '/v1/distribution/rules/:id/retire',
  summary: 'Stop distributing leads; what waits in the queue waits on.',
  scope: 'tenant:write',
  rateClass: 'write',
  params,
  success: { status: 200, body: distributionRuleSet },
  errors: ['LEAD.RULE_SET_NOT_FOUND', 'LEAD.RULE_SET_SETTLED'],
});

export const replayDistribution = defineRoute({
  operation: 'replayDistribution',
  owner: 'lead',
  method: 'POST',
  path: '/v1/distribution/rules/:id/replay',
  summary: 'Who would have got the leads that were distributed in a window, by these rules; nothing changes.',
  scope: 'tenant:write',
  rateClass: 'read',
  params,
  body: z
    .strictObject({
      from: z.iso.datetime({ offset: true }),
      until: z.iso.datetime({ offset: true }),
      /** The first so many of the window. */
      limit: z.int().min(1).max(1_000).default(1_000),
    })
    .meta({ id: 'ReplayDistribution' }),
  success: { status: 200, body: distributionReplay },
  errors: ['LEAD.RULE_SET_NOT_FOUND'],
});

export const listDistributionQueue = defineRoute({
  operation: 'listDistributionQueue',
  owner: 'lead',
  method: 'GET',
  path: '/v1/distribution/queue',
  summary: 'Leads without owner that wait for one, longest first.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject({ ...pageQuery, poolId: z.uuid().optional(), reason: z.enum(QUEUE_REASONS).optional() }),
  success: { status: 200, body: page(queuedLead, 'QueuedLeadPage') },
});

export const queueLead = defineRoute({
  operation: 'queueLead',
  owner: 'lead',
  method: 'POST',
  path: '/v1/distribution/queue',
  summary: 'Have a lead without owner distributed, whenever it was captured.',
  scope: 'leads:write',
  rateClass: 'write',
  body: z.strictObject({ leadId: z.uuid() }).meta({ id: 'QueueLead' }),
  success: { status: 202, body: queuedLead },
  errors: ['LEAD.NOT_FOUND', 'LEAD.OWNED', 'LEAD.DISTRIBUTION_OFF'],
});

export const claimLead = defineRoute({
  operation: 'claimLead',
  owner: 'lead',
  method: 'POST',
  path: '/v1/distribution/queue/:id/claim',
  summary: 'Take a lead that is offered to a pool; of several who try, one gets it.',
  scope: 'leads:write',
  rateClass: 'write',
  params,
  body: z
    .strictObject({
      /** Who takes it. */
      memberId: z.uuid(),
    })
    .meta({ id: 'ClaimLead' }),
  success: { status: 200, body: lead },
  errors: ['LEAD.NOT_FOUND', 'LEAD.OWNED', 'LEAD.NOT_OFFERED', 'LEAD.CLAIM_REFUSED'],
});

export const readDistributionFairness = defineRoute({
  operation: 'readDistributionFairness',
  owner: 'lead',
  method: 'GET',
  path: '/v1/distribution/fairness',
  summary: 'How evenly the members of a pool were served in a window.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject({
    poolId: z.uuid(),
    from: z.iso.datetime({ offset: true }),
    /** Now when left out. */
    until: z.iso.datetime({ offset: true }).optional(),
  }),
  success: { status: 200, body: fairnessReport },
  errors: ['LEAD.POOL_NOT_FOUND'],
});

export const distributionRoutes = [
  listDistributionMembers,
  readDistributionMember,
  putDistributionProfile,
  createDistributionPool,
  listDistributionPools,
  readDistributionPool,
  patchDistributionPool,
  createDistributionRuleSet,
  listDistributionRuleSets,
  readDistributionRuleSet,
  activateDistributionRuleSet,
  retireDistributionRuleSet,
  replayDistribution,
  listDistributionQueue,
  queueLead,
  claimLead,
  readDistributionFairness,
] as const;

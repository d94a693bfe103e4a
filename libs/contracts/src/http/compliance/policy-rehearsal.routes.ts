import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { channel, purpose } from '../../lead-fields.js';
import { decisionReason } from './decision.routes.js';
import { contactPolicySettings } from './decision-facts.js';
import { ruleChanges } from './tried-rule-set.js';

const instant = z.iso.datetime();
const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  /** `nextCursor` of the page before. */
  cursor: z.string().max(500).optional(),
});

/** `cancelled`: what it had found until then stays. */
export const REHEARSAL_STATUSES = ['running', 'completed', 'cancelled'] as const;

/** How far back decisions may lie, in days. */
export const MAX_REHEARSAL_DAYS = 366;

export const startPolicyRehearsalBody = z
  .strictObject({
    /** The last so many days; 30 when neither they nor `from` are said. */
    days: z.int().min(1).max(MAX_REHEARSAL_DAYS).optional(),
    /** Decisions from then on, instead of `days`. */
    from: instant.optional(),
    /** Decisions before then; a minute ago at the latest, so that all of them are there. */
    to: instant.optional(),
    /** A rule set that the service has, such as one that does not decide yet; when left out the one that the draft names, else the one that decides. What the draft changes of it holds either way. */
    ruleSetVersion: z.string().max(100).optional(),
  })
  .refine(({ days, from }) => days === undefined || from === undefined, { message: 'must not be said together with days', path: ['from'] })
  .meta({ id: 'StartPolicyRehearsal' });
export type StartPolicyRehearsal = z.infer<typeof startPolicyRehearsalBody>;

const outcomes = { allow: z.int().min(0), deny: z.int().min(0), later: z.int().min(0) };

/**
 * What a policy would have made of decisions that were made. Caps are counted anew: a contact that the draft would have denied does not count against
 * those that follow, one that it would have allowed does. What lies before `from`, and decisions of which nothing can be told, count as they were decided.
 */
export const policyRehearsal = z
  .object({
    id: z.uuid(),
    policyId: z.uuid(),
    /** Of the policy, as it is tried. */
    policyVersion: z.int().min(1),
    settings: contactPolicySettings,
    ruleSetVersion: z.string(),
    /** What the draft changed of that rule set when the rehearsal began. */
    ruleChanges,
    from: instant,
    /** Exclusive. */
    to: instant,
    status: z.enum(REHEARSAL_STATUSES),
    progress: z.object({
      /** Decisions that were looked at. */
      decisions: z.int().min(0),
      /** When the last of them was made. */
      doneUpTo: instant.nullable(),
      /** Of the time between `from` and `to`. */
      percent: z.int().min(0).max(100),
    }),
    /** As they were decided. */
    before: z.object(outcomes),
    /** As the draft would decide. `unknown`: the facts that were kept do not tell. */
    after: z.object({ ...outcomes, unknown: z.int().min(0) }),
    /** Decisions that would come to another outcome, or to another instant of `later`; `/changes` lists them. */
    changed: z.int().min(0),
    /** Decisions that would come to the same for other reasons. */
    otherReasons: z.int().min(0),
    unknown: z.object({
      /** The decision kept no facts: it is older than rule set `default-3`. */
      noFacts: z.int().min(0),
      /** Its facts lack something that this release reads, or cannot be read. */
      factsIncomplete: z.int().min(0),
      /** A cap looks back to before the oldest decisions that are kept. */
      noContacts: z.int().min(0),
    }),
    createdAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: 'PolicyRehearsal' });
export type PolicyRehearsal = z.infer<typeof policyRehearsal>;

const ruled = z.object({ code: decisionReason, rule: z.string().nullable() });
const answer = z.object({ outcome: z.enum(['allow', 'deny', 'later']), laterAt: instant.nullable() });

/** A decision that would come out otherwise. */
export const policyRehearsalChange = z
  .object({
    decisionId: z.uuid(),
    leadId: z.uuid(),
    channel,
    purpose,
    decidedAt: instant,
    /** The instant that was judged. */
    at: instant,
    before: answer,
    after: answer,
    /** Reasons that only the draft gives. */
    came: z.array(ruled),
    /** Reasons that it does not give any more. */
    went: z.array(ruled),
  })
  .meta({ id: 'PolicyRehearsalChange' });
export type PolicyRehearsalChange = z.infer<typeof policyRehearsalChange>;

const ofPolicy = z.strictObject({ id: z.uuid() });
const ofRehearsal = z.strictObject({ id: z.uuid(), rehearsalId: z.uuid() });

export const startPolicyRehearsal = defineRoute({
  operation: 'startPolicyRehearsal',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/policies/:id/rehearsals',
  summary: 'Try a policy on decisions that were made, from the facts that they were made on; nothing else changes.',
  scope: 'tenant:write',
  rateClass: 'write',
  params: ofPolicy,
  body: startPolicyRehearsalBody,
  success: { status: 202, body: policyRehearsal },
  errors: [
    'COMPLIANCE.POLICY_NOT_FOUND',
    'COMPLIANCE.POLICY_REHEARSAL_RANGE',
    'COMPLIANCE.POLICY_REHEARSAL_RUNNING',
    'COMPLIANCE.RULE_SET_UNKNOWN',
  ],
});

export const listRehearsalsQuery = pageQuery;
export type ListRehearsalsQuery = z.infer<typeof listRehearsalsQuery>;

export const listPolicyRehearsals = defineRoute({
  operation: 'listPolicyRehearsals',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/policies/:id/rehearsals',
  summary: 'Rehearsals of a policy, latest first.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: ofPolicy,
  query: listRehearsalsQuery,
  success: {
    status: 200,
    body: z.object({ items: z.array(policyRehearsal), nextCursor: z.string().nullable() }).meta({ id: 'PolicyRehearsalPage' }),
  },
  errors: ['COMPLIANCE.POLICY_NOT_FOUND'],
});

export const readPolicyRehearsal = defineRoute({
  operation: 'readPolicyRehearsal',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/policies/:id/rehearsals/:rehearsalId',
  summary: 'How far a rehearsal is, and what it found so far.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: ofRehearsal,
  success: { status: 200, body: policyRehearsal },
  errors: ['COMPLIANCE.POLICY_REHEARSAL_NOT_FOUND'],
});

export const listPolicyRehearsalChanges = defineRoute({
  operation: 'listPolicyRehearsalChanges',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/policies/:id/rehearsals/:rehearsalId/changes',
  summary: 'Who would be answered otherwise, decision by decision in the order in which they were made.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: ofRehearsal,
  query: listRehearsalsQuery,
  success: {
    status: 200,
    body: z.object({ items: z.array(policyRehearsalChange), nextCursor: z.string().nullable() }).meta({ id: 'PolicyRehearsalChangePage' }),
  },
  errors: ['COMPLIANCE.POLICY_REHEARSAL_NOT_FOUND'],
});

export const cancelPolicyRehearsal = defineRoute({
  operation: 'cancelPolicyRehearsal',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/policies/:id/rehearsals/:rehearsalId/cancel',
  summary: 'Stop a rehearsal; what it found until then stays.',
  scope: 'tenant:write',
  rateClass: 'write',
  params: ofRehearsal,
  success: { status: 200, body: policyRehearsal },
  errors: ['COMPLIANCE.POLICY_REHEARSAL_NOT_FOUND', 'COMPLIANCE.POLICY_REHEARSAL_ENDED'],
});

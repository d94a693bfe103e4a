import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/**
 * A policy was drafted, or a draft changed; nothing is decided by it before `policy.activated`. One that is put into force at once (`PUT
 * /v1/contact-policy`) is told by that alone. Producer: compliance. Key: tenantId:policyId.
 */
export const policyChangedV1 = defineEvent({
  type: 'policy.changed',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'policyId',
  data: z.object({
    policyId: z.uuid(),
    /** `created` or `updated`; more may come. */
    action: z.string(),
    /** Of the policy, after the change. */
    version: z.int().min(1),
    name: z.string(),
    /** Names of what differs from before, as in the public API; all of them for a new policy. */
    changed: z.array(z.string()),
    /** What rehearsals judge it by; null where that is the rule set that decides. */
    ruleSetVersion: z.string().nullable(),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});

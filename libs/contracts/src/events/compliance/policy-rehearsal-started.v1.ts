import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/** Somebody had past decisions made again by a policy, to see what it would change. Producer: compliance. Key: tenantId:rehearsalId. */
export const policyRehearsalStartedV1 = defineEvent({
  type: 'policy-rehearsal.started',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'rehearsalId',
  data: z.object({
    rehearsalId: z.uuid(),
    policyId: z.uuid(),
    /** Of the policy, as it is tried. */
    policyVersion: z.int().min(1),
    ruleSetVersion: z.string(),
    /** Decisions of this time: ISO 8601, UTC. */
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    /** ISO 8601, UTC. */
    startedAt: z.iso.datetime(),
  }),
});

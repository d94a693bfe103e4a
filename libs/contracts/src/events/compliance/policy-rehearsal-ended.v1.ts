import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

const count = z.int().min(0);
const outcomes = { allow: count, deny: count, later: count };

/** Past decisions were made again by a policy, or are not to be any more; which would change is read by its id. Producer: compliance. Key: tenantId:rehearsalId. */
export const policyRehearsalEndedV1 = defineEvent({
  type: 'policy-rehearsal.ended',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'rehearsalId',
  data: z.object({
    rehearsalId: z.uuid(),
    policyId: z.uuid(),
    /** Of the policy, as it was tried. */
    policyVersion: z.int().min(1),
    /** `completed`, or `cancelled`: by somebody, or since a release took its rule set back. */
    status: z.string(),
    /** Decisions that were looked at. */
    decisions: count,
    /** As they were decided. */
    before: z.object(outcomes),
    /** As the policy would decide; `unknown`: the facts that were kept do not tell. */
    after: z.object({ ...outcomes, unknown: count }),
    /** Decisions that would come to another outcome, or to another instant of `later`. */
    changed: count,
    /** ISO 8601, UTC. */
    endedAt: z.iso.datetime(),
  }),
});

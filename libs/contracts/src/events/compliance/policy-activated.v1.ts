import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/** Contacts are decided by another policy of the tenant from now on. Producer: compliance. Key: tenantId:policyId. */
export const policyActivatedV1 = defineEvent({
  type: 'policy.activated',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'policyId',
  data: z.object({
    policyId: z.uuid(),
    name: z.string(),
    /** Of the contact policy: decisions name it, and no two policies have the same. */
    contactPolicyVersion: z.int().min(2),
    /** The policy that was retired by it; null when none was active. */
    retiredPolicyId: z.uuid().nullable(),
    /** Who activated it: `member`, `api-key` or `service`, and its id. */
    activatedBy: z.object({ kind: z.string(), id: z.string() }),
    /** ISO 8601, UTC. */
    activatedAt: z.iso.datetime(),
  }),
});

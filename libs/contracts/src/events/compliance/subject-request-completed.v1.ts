import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { subjectRequestKind } from '../../subject-request-fields.js';
import { complianceTopic } from '../../topics.js';

/** A request of a person came to its end. Producer: compliance. Key: tenantId:requestId. */
export const subjectRequestCompletedV1 = defineEvent({
  type: 'subject-request.completed',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'requestId',
  data: z.object({
    requestId: z.uuid(),
    /** Null: it is of addresses of somebody who is no lead; they are read by its id. */
    leadId: z.uuid().nullable(),
    kind: subjectRequestKind,
    /** `refused`: nothing was done, and the person was told why. */
    outcome: z.enum(['completed', 'refused']),
    /** ISO 8601, UTC. */
    endedAt: z.iso.datetime(),
    /** Within the period that the law sets. */
    inTime: z.boolean(),
  }),
});

import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { subjectRequestKind } from '../../subject-request-fields.js';
import { complianceTopic } from '../../topics.js';

/** The time for the answer to a person's request is over. Producer: compliance. Key: tenantId:requestId. */
export const subjectRequestOverdueV1 = defineEvent({
  type: 'subject-request.overdue',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'requestId',
  data: z.object({
    requestId: z.uuid(),
    /** Null: it is of addresses of somebody who is no lead; they are read by its id. */
    leadId: z.uuid().nullable(),
    kind: subjectRequestKind,
    /** ISO 8601, UTC. */
    dueAt: z.iso.datetime(),
    /** Member who sees to it. */
    assigneeId: z.uuid().nullable(),
  }),
});

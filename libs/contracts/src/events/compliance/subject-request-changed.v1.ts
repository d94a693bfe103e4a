import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { subjectRequestKind } from '../../subject-request-fields.js';
import { complianceTopic } from '../../topics.js';

/**
 * A request of a person was moved on, and is not answered yet: its end is `subject-request.completed`. Reasons and notes, which may name the person, are
 * read by its id. Producer: compliance. Key: tenantId:requestId.
 */
export const subjectRequestChangedV1 = defineEvent({
  type: 'subject-request.changed',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'requestId',
  data: z.object({
    requestId: z.uuid(),
    /** Null: it is of addresses of somebody who is no lead; they are read by its id. */
    leadId: z.uuid().nullable(),
    kind: subjectRequestKind,
    /** Of the request, after the change. */
    version: z.int().min(2),
    /** `received`, `identity-needed` or `in-progress`; more may come. */
    status: z.string(),
    /** Names of what differs from before: `status`, `identity`, `extension`, `assigneeId`, `note`, `dueAt`... */
    changed: z.array(z.string()),
    /** From then on an answer is late; ISO 8601, UTC. */
    dueAt: z.iso.datetime(),
    /** Whether the time for the answer rests, since the person is asked who it is. */
    paused: z.boolean(),
    /** Member who sees to it. */
    assigneeId: z.uuid().nullable(),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});

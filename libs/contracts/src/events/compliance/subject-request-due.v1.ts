import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { subjectRequestKind } from '../../subject-request-fields.js';
import { complianceTopic } from '../../topics.js';

/**
 * A request of a person must soon be answered: told once for each of seven days, three days and one day before. Producer: compliance.
 * Key: tenantId:requestId.
 */
export const subjectRequestDueV1 = defineEvent({
  type: 'subject-request.due',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'requestId',
  data: z.object({
    requestId: z.uuid(),
    /** Null: it is of addresses of somebody who is no lead; they are read by its id. */
    leadId: z.uuid().nullable(),
    kind: subjectRequestKind,
    /** From then on an answer is late; ISO 8601, UTC. */
    dueAt: z.iso.datetime(),
    /** Which reminder it is; less is left when it was known so late. */
    daysBefore: z.int().min(1),
    /** Member who sees to it. */
    assigneeId: z.uuid().nullable(),
  }),
});

import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { subjectRequestJurisdiction, subjectRequestKind } from '../../subject-request-fields.js';
import { complianceTopic } from '../../topics.js';

/** A person asked something about its data. Producer: compliance. Key: tenantId:requestId. */
export const subjectRequestReceivedV1 = defineEvent({
  type: 'subject-request.received',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'requestId',
  data: z.object({
    requestId: z.uuid(),
    /** Null: it is of addresses of somebody who is no lead; they are read by its id. */
    leadId: z.uuid().nullable(),
    kind: subjectRequestKind,
    jurisdiction: subjectRequestJurisdiction,
    /** ISO 8601, UTC. */
    receivedAt: z.iso.datetime(),
    /** From then on an answer is late; ISO 8601, UTC. */
    dueAt: z.iso.datetime(),
  }),
});

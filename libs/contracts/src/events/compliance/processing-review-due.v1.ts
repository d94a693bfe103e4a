import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/** An entry of the record of processing activities is to be looked at again. Producer: compliance. Key: tenantId:activityId. */
export const processingReviewDueV1 = defineEvent({
  type: 'processing-review.due',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'activityId',
  data: z.object({
    activityId: z.uuid(),
    /** The day as the entry states it. */
    reviewOn: z.iso.date(),
  }),
});

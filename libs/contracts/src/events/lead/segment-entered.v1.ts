import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A lead came into a segment. Its sequence is the version the lead had then, so several of them may have one.
 * Producer: lead. Key: tenantId:leadId.
 */
export const segmentEnteredV1 = defineEvent({
  type: 'segment.entered',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    segmentId: z.uuid(),
    /** Of the segment, when it was found. */
    segmentVersion: z.int().min(1),
    /**
     * What moved it: `event` (of the lead, or something known of it), `time` (a span ended), `filter` (the segment is new, or has another
     * filter) or `manual` (somebody did).
     */
    cause: z.string(),
    /** When it was found, ISO 8601, UTC. */
    enteredAt: z.iso.datetime(),
  }),
});

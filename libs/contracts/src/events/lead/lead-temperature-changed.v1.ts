import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A lead became hotter or colder. Every lead begins cold. Its sequence is the version the lead had then, so several of them may have one.
 * Producer: lead. Key: tenantId:leadId.
 */
export const leadTemperatureChangedV1 = defineEvent({
  type: 'lead.temperature-changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'leadId',
  data: z.object({
    leadId: z.uuid(),
    /** `cold`, `warm` or `hot`. */
    from: z.string(),
    to: z.string(),
    /** Points, 0 to 100 with one digit behind the point. */
    score: z.number(),
    fit: z.number(),
    engagement: z.number(),
    /** Number of the scoring model by which it is. */
    modelNumber: z.int().min(1),
    /** What moved it: `event` (of the lead, or something it did), `model` (another one became active) or `time` (points decayed). */
    cause: z.string(),
    /** When it was found, ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});

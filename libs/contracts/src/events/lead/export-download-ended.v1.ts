import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** A download of leads came to its end; it may be missing where the process that served it ended first. Producer: lead. Key: tenantId:downloadId. */
export const exportDownloadEndedV1 = defineEvent({
  type: 'export.download-ended',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'downloadId',
  data: z.object({
    downloadId: z.uuid(),
    exportId: z.uuid(),
    /** `completed`, or `broken-off` by the caller or by a failure; more may come. */
    outcome: z.string(),
    /** Leads that were handed over, some of which may not have arrived. */
    leads: z.int().min(0),
    /** ISO 8601, UTC. */
    endedAt: z.iso.datetime(),
  }),
});

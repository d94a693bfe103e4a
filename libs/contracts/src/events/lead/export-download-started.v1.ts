import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** Somebody began to download a file of leads; told before the first of them leaves. Producer: lead. Key: tenantId:downloadId. */
export const exportDownloadStartedV1 = defineEvent({
  type: 'export.download-started',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'downloadId',
  data: z.object({
    downloadId: z.uuid(),
    exportId: z.uuid(),
    /** ISO 8601, UTC. */
    startedAt: z.iso.datetime(),
  }),
});

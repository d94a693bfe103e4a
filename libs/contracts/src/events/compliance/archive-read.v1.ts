import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { ARCHIVING_SERVICES } from '../../http/retention-archive.js';
import { complianceTopic } from '../../topics.js';

/** Somebody was given the rows of an archive. Producer: the service whose archive it is. Key: tenantId:readingId. */
export const archiveReadV1 = defineEvent({
  type: 'archive.read',
  version: 1,
  producer: ARCHIVING_SERVICES,
  topic: complianceTopic,
  aggregate: 'readingId',
  data: z.object({
    readingId: z.uuid(),
    archiveId: z.uuid(),
    /** Kind of data; readers must accept new ones. */
    category: z.string(),
    /** `YYYY-MM`, of rows that leave with their month. */
    month: z.string().nullable(),
    /** Rows in the archive. */
    rows: z.int().min(1),
    /** Rows among them that nobody can open any more. */
    erased: z.int().min(0),
    /** ISO 8601, UTC. */
    readAt: z.iso.datetime(),
  }),
});

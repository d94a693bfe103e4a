import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** A tag was made, renamed, recoloured or deleted; carries it as it is afterwards. Producer: lead. Key: tenantId:tagId. */
export const tagChangedV1 = defineEvent({
  type: 'tag.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'tagId',
  data: z.object({
    tagId: z.uuid(),
    name: z.string(),
    /** `#rrggbb`, lower-case. */
    colour: z.string(),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
    /** When it was deleted; what has it loses it, each with an event of its own. Null while it is there. ISO 8601, UTC. */
    deletedAt: z.iso.datetime().nullable(),
  }),
});

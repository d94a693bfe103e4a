import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** A form was made, changed, taken away or restored; carries it as it is afterwards. Producer: lead. Key: tenantId:formId. */
export const leadFormChangedV1 = defineEvent({
  type: 'lead-form.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'formId',
  data: z.object({
    formId: z.uuid(),
    name: z.string(),
    /** `active` or `paused`. */
    status: z.string(),
    /** Source of the leads that it makes; lower-case. */
    source: z.string(),
    /** Of the consents it asks for; grows whenever they change. */
    wordingVersion: z.int(),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
    /** When it was taken away; null while it is there. ISO 8601, UTC. */
    deletedAt: z.iso.datetime().nullable(),
  }),
});

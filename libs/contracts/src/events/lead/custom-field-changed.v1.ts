import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** A tenant added, changed or removed a custom field; carries the field after the change. Producer: lead. Key: tenantId:fieldId. */
export const customFieldChangedV1 = defineEvent({
  type: 'custom-field.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'fieldId',
  data: z.object({
    fieldId: z.uuid(),
    /** `created`, `updated` or `removed`; a removed field is carried as it last was. */
    action: z.string(),
    /** Names of the settings that differ from before, as in the public API; all of them for a new field, none for a removed one. */
    changed: z.array(z.string()),
    /** What has the field: `lead`. */
    entity: z.string(),
    /** `text`, `number`, `single-choice` and so on; never changes. */
    type: z.string(),
    /** Under which records carry its values. */
    key: z.string(),
    /** What people read. */
    label: z.string(),
    required: z.boolean(),
    unique: z.boolean(),
    indexed: z.boolean(),
    /** Readable, not writable. */
    archived: z.boolean(),
    /** Of a choice field, in the order they are shown; empty for others. */
    choices: z.array(z.object({ key: z.string(), label: z.string(), archived: z.boolean() })),
    /** ISO 8601, UTC. */
    updatedAt: z.iso.datetime(),
  }),
});

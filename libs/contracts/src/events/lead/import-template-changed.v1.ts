import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/**
 * A template of import options was made, changed or deleted. Tells which fields it fills, never the headings, words and constants of its files: these
 * may speak of people, and stand in the template. Producer: lead. Key: tenantId:templateId.
 */
export const importTemplateChangedV1 = defineEvent({
  type: 'import-template.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'templateId',
  data: z.object({
    templateId: z.uuid(),
    /** `created`, `updated` or `deleted`; more may come. A deleted one is carried as it last was. */
    action: z.string(),
    /** Of the template, after the change. */
    version: z.int().min(1),
    /** `name` and names of options that differ from before, as in the public API; all that are stated for a new template, none for a deleted one. */
    changed: z.array(z.string()),
    name: z.string(),
    /** Fields that its columns fill, and those that are the same for every row; without those that headings alone will tell. */
    fields: z.array(z.string()),
    /** Fields by which a row finds its lead, in the order in which they are asked: `email`, `customFields.<key>`. */
    matchKeys: z.array(z.string()),
    /** `update`, `fill-blanks` or `skip`. */
    onMatch: z.string(),
    /** `create` or `skip`. */
    onNoMatch: z.string(),
    /** ISO 8601, UTC. */
    changedAt: z.iso.datetime(),
  }),
});

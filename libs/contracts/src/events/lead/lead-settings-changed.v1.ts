import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { leadTopic } from '../../topics.js';

/** A tenant changed how it works with its leads; carries the settings after the change. Producer: lead. Key: tenantId:tenantId. */
export const leadSettingsChangedV1 = defineEvent({
  type: 'lead-settings.changed',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'settingsId',
  data: z.object({
    /** The tenant's own id: it has one set of settings. */
    settingsId: z.uuid(),
    /** Names of the settings that differ from before. */
    changed: z.array(z.string()).min(1),
    /** From each status, those that a lead may move to; from a status that is not named, to any. */
    statusTransitions: z.record(z.string(), z.array(z.string())),
    /** In the order of the funnel, new leads have the first; left out by releases that knew none of a tenant's own. */
    leadStatuses: z
      .array(
        z.object({
          key: z.string(),
          label: z.string(),
          /** `open`, `won` or `lost`. */
          meaning: z.string(),
        }),
      )
      .optional(),
    /** From stranger to customer; left out by releases that knew none of a tenant's own. */
    lifecycleStages: z.array(z.object({ key: z.string(), label: z.string() })).optional(),
    /** ISO 3166-1 alpha-2; null when there is none. */
    phoneRegion: z.string().nullable(),
    /** ISO 8601, UTC. */
    updatedAt: z.iso.datetime(),
  }),
});

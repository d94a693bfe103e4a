import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { complianceTopic } from '../../topics.js';

/**
 * What it concerns is to be kept from now on, by every service that has some of it. Matter and reason stay where they were written.
 * Producer: compliance. Key: tenantId:holdId.
 */
export const legalHoldPlacedV1 = defineEvent({
  type: 'legal-hold.placed',
  version: 1,
  producer: 'compliance',
  topic: complianceTopic,
  aggregate: 'holdId',
  data: z.object({
    holdId: z.uuid(),
    /** The lead whose data is kept, with every lead that is merged with it; null when a category is. */
    leadId: z.uuid().nullable(),
    /** The category of which everything is kept; null when a lead's data is. Readers must accept new ones. */
    category: z.string().nullable(),
    placedAt: z.iso.datetime(),
    holdsFrom: z.iso.datetime(),
    /** When it ends by itself; null means never. */
    holdsUntil: z.iso.datetime().nullable(),
  }),
});

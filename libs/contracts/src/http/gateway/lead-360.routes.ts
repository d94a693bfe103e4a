import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { contactState } from '../compliance/contact-state.routes.js';
import { listEmailMessages } from '../email-events/message.routes.js';
import { listInteractions } from '../engagement/interaction.routes.js';
import { lead, leadIdParams } from '../lead/lead.js';

/** Parts of the 360 that another service holds; any of them may be missing. */
export const LEAD_360_PARTS = ['compliance', 'interactions', 'emails'] as const;
export const lead360Part = z.enum(LEAD_360_PARTS);
export type Lead360Part = z.infer<typeof lead360Part>;

/**
 * Why a part is missing: `timeout` and `unavailable` may pass, `not_known_yet` says that the news of the lead has not
 * arrived there, `not_permitted` that the caller lacks the scope, `unreadable` that the answer made no sense.
 */
export const missingReason = z.enum(['timeout', 'unavailable', 'not_known_yet', 'not_permitted', 'unreadable']);
export type MissingReason = z.infer<typeof missingReason>;

/** Everything known of a lead, gathered at the moment of the question. A part that is null is named in `missing`. */
export const lead360 = z
  .object({
    lead,
    compliance: contactState.nullable(),
    /** Newest first, the first 20. */
    interactions: listInteractions.success.body.nullable(),
    /** Newest state first, the first 20. */
    emails: listEmailMessages.success.body.nullable(),
    missing: z.array(z.object({ part: lead360Part, reason: missingReason })),
  })
  .meta({ id: 'Lead360' });
export type Lead360 = z.infer<typeof lead360>;

export const getLead360 = defineRoute({
  operation: 'getLead360',
  owner: 'gateway',
  method: 'GET',
  path: '/v1/leads/:id/360',
  summary: 'A lead with its consent and DNC state, interactions and e-mails; parts that did not answer in time are named.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  success: { status: 200, body: lead360 },
  errors: ['LEAD.NOT_FOUND'],
});

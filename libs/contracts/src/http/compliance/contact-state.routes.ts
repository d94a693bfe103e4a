import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { consentStanding } from './consent.routes.js';
import { dncEntry } from './dnc.routes.js';

/** Consent and DNC state of one lead, for the gateway's 360. */
export const contactState = z
  .object({
    leadId: z.uuid(),
    /** False while no event of the lead has arrived: nothing may be sent to it. */
    known: z.boolean(),
    deleted: z.boolean(),
    /** Version of the lead as this service knows it; null when unknown. */
    leadVersion: z.int().nullable(),
    /** Where consent stands, for each channel and purpose that was ever stated. */
    consents: z.array(consentStanding),
    dnc: z.object({ blocked: z.boolean(), entries: z.array(dncEntry), listVersion: z.int().min(0) }),
    answeredAt: z.iso.datetime(),
  })
  .meta({ id: 'ContactState' });
export type ContactState = z.infer<typeof contactState>;

export const contactStateParams = z.strictObject({ id: z.uuid().toLowerCase() });

export const getContactState = defineRoute({
  operation: 'getContactState',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/leads/:id/contact-state',
  summary: 'Consent per channel and purpose, and DNC state, of a lead.',
  scope: 'internal',
  rateClass: 'read',
  params: contactStateParams,
  success: { status: 200, body: contactState },
});

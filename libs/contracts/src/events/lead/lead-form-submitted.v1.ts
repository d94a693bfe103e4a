import { z } from 'zod';
import { defineEvent } from '../../define-event.js';
import { consentStatement } from '../../lead-fields.js';
import { leadTopic } from '../../topics.js';

/**
 * A visitor sent a form, and a lead came of it or was known by what it said. Nobody proved to be that person.
 * Producer: lead. Key: tenantId:submissionId.
 */
export const leadFormSubmittedV1 = defineEvent({
  type: 'lead-form.submitted',
  version: 1,
  producer: 'lead',
  topic: leadTopic,
  aggregate: 'submissionId',
  person: 'lead:{leadId}',
  data: z.object({
    submissionId: z.uuid(),
    formId: z.uuid(),
    leadId: z.uuid(),
    /** Whether the submission made the lead. */
    isNewLead: z.boolean(),
    /** Of the consents that the form asked for. */
    wordingVersion: z.int(),
    /** Consents beyond those that `lead.captured` told: empty when the submission made the lead. */
    consents: z.array(consentStatement),
    /** Where it was sent from: proof of the consents, whichever event told them. */
    clientIp: z.string().nullable().meta({ personal: true }),
    userAgent: z.string().nullable().meta({ personal: true }),
    /** ISO 8601, UTC. */
    submittedAt: z.iso.datetime(),
  }),
});

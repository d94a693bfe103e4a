import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { channel, lawfulBasis, purpose } from '../../lead-fields.js';

export const consentState = z.enum(['given', 'withdrawn']);
export type ConsentState = z.infer<typeof consentState>;

const singleLine = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .regex(/^\P{Cc}*$/u, 'must not hold control characters');
const EARLIEST_STATEMENT = '1970-01-01T00:00:00Z';

/** One line of the consent ledger; it is never changed or removed. */
export const consentEntry = z
  .object({
    id: z.uuid(),
    leadId: z.uuid(),
    channel,
    purpose,
    state: consentState,
    basis: lawfulBasis,
    /** When the person said so; never later than `recordedAt`. */
    statedAt: z.iso.datetime(),
    /** Version of the wording that was shown. */
    textVersion: z.string().nullable(),
    /** Where it was stated: `capture`, `api`, ... */
    source: z.string(),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'ConsentEntry' });
export type ConsentEntry = z.infer<typeof consentEntry>;

export const recordConsentBody = z.strictObject({
  leadId: z.uuid().toLowerCase(),
  channel,
  purpose,
  state: consentState,
  basis: lawfulBasis.default('consent'),
  /** When the person said so; the present instant when left out. */
  statedAt: z.iso
    .datetime()
    .refine((statedAt) => !(Date.parse(statedAt) < Date.parse(EARLIEST_STATEMENT)), `must not lie before ${EARLIEST_STATEMENT}`)
    .optional(),
  textVersion: singleLine(100).optional(),
  source: singleLine(100).default('api'),
});
export type RecordConsentBody = z.infer<typeof recordConsentBody>;

export const recordConsent = defineRoute({
  operation: 'recordConsent',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/consents',
  summary: 'Append a statement of consent or its withdrawal to the ledger of a lead.',
  scope: 'compliance:write',
  rateClass: 'write',
  body: recordConsentBody,
  success: { status: 201, body: consentEntry },
  errors: ['COMPLIANCE.STATED_IN_FUTURE', 'COMPLIANCE.LEAD_ERASED'],
});

export const listConsentsQuery = z.strictObject({
  leadId: z.uuid().toLowerCase(),
  channel: channel.optional(),
  purpose: purpose.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  cursor: z.string().max(500).optional(),
});
export type ListConsentsQuery = z.infer<typeof listConsentsQuery>;

export const listConsents = defineRoute({
  operation: 'listConsents',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/consents',
  summary: 'The consent ledger of a lead, in the order it was recorded, newest first.',
  scope: 'compliance:read',
  rateClass: 'read',
  query: listConsentsQuery,
  success: { status: 200, body: z.object({ items: z.array(consentEntry), nextCursor: z.string().nullable() }) },
});

export const consentParams = z.strictObject({ id: z.uuid() });

export const getConsent = defineRoute({
  operation: 'getConsent',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/consents/:id',
  summary: 'One line of the consent ledger.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: consentParams,
  success: { status: 200, body: consentEntry },
  errors: ['COMPLIANCE.CONSENT_NOT_FOUND'],
});

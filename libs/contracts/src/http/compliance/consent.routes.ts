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

/** What proves a statement; what is not known is left out. */
export const consentProof = z
  .object({
    /** Form or page on which it was stated. */
    form: z.string().optional(),
    /** Where it was sent from. */
    clientIp: z.string().optional(),
    userAgent: z.string().optional(),
    /** Of a double opt-in: what the person confirmed. */
    confirmationId: z.uuid().optional(),
    /** Of a double opt-in: what stands for the address that confirmed, a keyed hash in hex; an erasure takes it. */
    addressHash: z.string().optional(),
    /** Of the preference centre: the link that the person came by. */
    preferenceLinkId: z.uuid().optional(),
    /** Of an objection: the request in which the person said so. */
    subjectRequestId: z.uuid().optional(),
  })
  .meta({ id: 'ConsentProof' });
export type ConsentProof = z.infer<typeof consentProof>;

/** One line of the consent ledger; it is never changed or removed, but that an erasure takes network address, program and address hash from its proof. */
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
    /** Where it was stated: `capture`, `api`, `erasure` or `subject-request` (an objection), ... */
    source: z.string(),
    /** From then on it counts as not given; null for ever. */
    expiresAt: z.iso.datetime().nullable(),
    proof: consentProof.nullable(),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'ConsentEntry' });
export type ConsentEntry = z.infer<typeof consentEntry>;

/** What its teller has to prove a statement; double opt-ins and the preference centre write their own. */
const statedProof = z
  .strictObject({
    form: singleLine(200).optional(),
    clientIp: z.union([z.ipv4(), z.ipv6()]).optional(),
    userAgent: singleLine(1_000).optional(),
  })
  .refine((proof) => Object.values(proof).some((part) => part !== undefined), 'must say something');

export const recordConsentBody = z
  .strictObject({
    leadId: z.uuid().toLowerCase(),
    channel,
    purpose,
    state: consentState,
    basis: lawfulBasis.default('consent'),
    /** When the person said so; the present instant when left out. A withdrawal is heeded from when it is recorded, whatever instant it names. */
    statedAt: z.iso
      .datetime()
      .refine((statedAt) => !(Date.parse(statedAt) < Date.parse(EARLIEST_STATEMENT)), `must not lie before ${EARLIEST_STATEMENT}`)
      .optional(),
    textVersion: singleLine(100).optional(),
    source: singleLine(100).default('api'),
    /** Until when it was given, later than it was stated; for ever when left out. */
    expiresAt: z.iso.datetime().optional(),
    proof: statedProof.optional(),
  })
  .refine(({ state, expiresAt }) => state === 'given' || expiresAt === undefined, {
    path: ['expiresAt'],
    message: 'only what is given expires',
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
  errors: ['COMPLIANCE.STATED_IN_FUTURE', 'COMPLIANCE.LEAD_ERASED', 'COMPLIANCE.CONSENT_EXPIRES_TOO_SOON'],
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

/** `expired`: it was given for a time that is over. Nobody may rely on it, as if nothing had been stated. */
export const consentStandingState = z.enum(['given', 'withdrawn', 'expired']);

/** Where consent for a channel and purpose stands, and the line of the ledger that says so. */
export const consentStanding = z
  .object({
    channel,
    purpose,
    state: consentStandingState,
    basis: lawfulBasis,
    statedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    entryId: z.uuid(),
  })
  .meta({ id: 'ConsentStanding' });
export type ConsentStanding = z.infer<typeof consentStanding>;

export const consentStateQuery = z.strictObject({
  leadId: z.uuid().toLowerCase(),
  /** An instant of the past, or one to come: what was stated until then, by all that is known today. The present when left out. */
  at: z.iso.datetime().optional(),
});
export type ConsentStateQuery = z.infer<typeof consentStateQuery>;

export const getConsentState = defineRoute({
  operation: 'getConsentState',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/consents/state',
  summary: 'Where the consent of a lead stood at an instant, for each channel and purpose that was ever stated.',
  scope: 'compliance:read',
  rateClass: 'read',
  query: consentStateQuery,
  success: { status: 200, body: z.object({ leadId: z.uuid(), at: z.iso.datetime(), items: z.array(consentStanding) }) },
});

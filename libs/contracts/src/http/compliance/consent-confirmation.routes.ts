import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { channel, purpose } from '../../lead-fields.js';
import { pageLanguage, pageQuery, pageSender, pageTokenParams } from './public-page.js';

const instant = z.iso.datetime();
const singleLine = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .regex(/^\P{Cc}*$/u, 'must not hold control characters');

/**
 * `void`: the person withdrew or stopped contact after it was asked, or the lead is gone; nothing brings it back. `outdated`: the channel reaches the person by
 * another address than the one that was asked, so nobody there speaks for it; ask anew.
 */
export const confirmationStatus = z.enum(['pending', 'confirmed', 'expired', 'void', 'outdated']);
export type ConfirmationStatus = z.infer<typeof confirmationStatus>;

const requested = {
  id: z.uuid(),
  leadId: z.uuid(),
  channel,
  purpose,
  /** Who asks, as the person is told. */
  sender: z.string(),
  textVersion: z.string().nullable(),
  source: z.string(),
  language: pageLanguage.nullable(),
  requestedAt: instant,
  /** Until when it can be confirmed. */
  expiresAt: instant,
};

/** A consent that waits for its person to confirm it; until then nothing was given. */
export const consentConfirmation = z
  .object({
    ...requested,
    status: confirmationStatus,
    confirmedAt: instant.nullable(),
    /** The line that it became in the ledger; null until then. */
    entryId: z.uuid().nullable(),
  })
  .meta({ id: 'ConsentConfirmation' });
export type ConsentConfirmation = z.infer<typeof consentConfirmation>;

/** As it is made; the path is told here and in the event, and nowhere again. */
export const requestedConfirmation = z
  .object({
    ...requested,
    /** Below the gateway's public address. Whoever opens it can confirm: it belongs into a message to the person, and into no log. */
    path: z.string(),
  })
  .meta({ id: 'RequestedConsentConfirmation' });
export type RequestedConfirmation = z.infer<typeof requestedConfirmation>;

export const requestConfirmationBody = z.strictObject({
  leadId: z.uuid().toLowerCase(),
  channel,
  purpose,
  sender: pageSender,
  /** The wording that the person is to agree to, shown on the page. */
  wording: z
    .string()
    .trim()
    .min(1)
    .max(2_000)
    .regex(/^[^\p{Cc}]*(\n[^\p{Cc}]*)*$/u, 'must not hold control characters')
    .optional(),
  textVersion: singleLine(100).optional(),
  source: singleLine(100).default('api'),
  /** Form or page on which it was asked for. */
  form: singleLine(200).optional(),
  /** Of the page; the browser's when left out. */
  language: pageLanguage.optional(),
  /** How long it can be confirmed; a month at most. */
  expiresInHours: z.int().min(1).max(744).default(168),
  /** How long the consent holds once it is given; for ever when left out. */
  consentDays: z.int().min(1).max(3_650).optional(),
});
export type RequestConfirmationBody = z.infer<typeof requestConfirmationBody>;

export const requestConsentConfirmation = defineRoute({
  operation: 'requestConsentConfirmation',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/consents/confirmations',
  summary: 'Ask a lead to confirm its consent (double opt-in). Answers with the link to send; nothing is given until the person confirms.',
  scope: 'compliance:write',
  rateClass: 'write',
  body: requestConfirmationBody,
  success: { status: 201, body: requestedConfirmation },
  errors: ['COMPLIANCE.LEAD_DELETED'],
});

export const confirmationParams = z.strictObject({ id: z.uuid() });

export const getConsentConfirmation = defineRoute({
  operation: 'getConsentConfirmation',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/consents/confirmations/:id',
  summary: 'How far a double opt-in is.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: confirmationParams,
  success: { status: 200, body: consentConfirmation },
  errors: ['COMPLIANCE.CONFIRMATION_NOT_FOUND'],
});

/** What the page shows. */
export const confirmationView = z
  .object({
    status: confirmationStatus,
    sender: z.string(),
    channel,
    purpose,
    wording: z.string().nullable(),
    language: pageLanguage,
    expiresAt: instant,
  })
  .meta({ id: 'ConsentConfirmationView' });
export type ConfirmationView = z.infer<typeof confirmationView>;

export const readConsentConfirmation = defineRoute({
  operation: 'readConsentConfirmation',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/confirm-consent/:token',
  summary: 'The page on which a person confirms a consent; opening it changes nothing.',
  scope: 'public',
  rateClass: 'public',
  params: pageTokenParams,
  query: pageQuery,
  success: { status: 200, body: confirmationView, media: 'text/html' },
  errors: ['COMPLIANCE.CONFIRMATION_NOT_FOUND'],
});

export const confirmConsent = defineRoute({
  operation: 'confirmConsent',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/confirm-consent/:token',
  summary: 'Confirm a consent, once; sent by the form of the page.',
  scope: 'public',
  rateClass: 'form',
  params: pageTokenParams,
  query: pageQuery,
  body: z.looseObject({}).nullish(),
  form: { maxBytes: 8 * 1024 },
  success: { status: 200, body: confirmationView, media: 'text/html' },
  errors: [
    'COMPLIANCE.CONFIRMATION_NOT_FOUND',
    'COMPLIANCE.CONFIRMATION_EXPIRED',
    'COMPLIANCE.CONFIRMATION_USED',
    'COMPLIANCE.CONFIRMATION_VOID',
    'COMPLIANCE.CONFIRMATION_OUTDATED',
    'COMPLIANCE.CROSS_SITE',
  ],
});

import { z } from 'zod';

/** Default lead statuses, in the order of the funnel; `lost` may follow any. */
export const LEAD_STATUSES = ['new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost'] as const;
export const leadStatus = z.enum(LEAD_STATUSES);
export type LeadStatus = z.infer<typeof leadStatus>;

/** Ways to speak to a person. */
export const CHANNELS = ['email', 'sms', 'whatsapp', 'voice', 'social'] as const;
export const channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof channel>;

/** What a contact is for; consent is given per purpose. */
export const PURPOSES = ['marketing', 'sales', 'service'] as const;
export const purpose = z.enum(PURPOSES);
export type Purpose = z.infer<typeof purpose>;

/** GDPR Art. 6(1) bases that allow contact. */
export const lawfulBasis = z.enum(['consent', 'contract', 'legitimate_interest']);

/** Consent as stated by the person: for which channel and purpose, on which basis, under which text. */
export const consentGrant = z.strictObject({
  channel,
  purpose,
  basis: lawfulBasis.default('consent'),
  /** Version of the wording that was shown. */
  textVersion: z.string().min(1).max(100).optional(),
  /** When it was given, UTC; the capture instant when left out. */
  givenAt: z.iso.datetime().optional(),
});
export type ConsentGrant = z.infer<typeof consentGrant>;

/** Consent as events carry it: nothing left to be guessed by the reader. */
export const consentStatement = z.object({
  channel,
  purpose,
  basis: lawfulBasis,
  /** Version of the wording that was shown; null when it was not said. */
  textVersion: z.string().nullable(),
  /** When it was given, ISO 8601, UTC. */
  givenAt: z.iso.datetime(),
});
export type ConsentStatement = z.infer<typeof consentStatement>;

import { z } from 'zod';

/** Longest value of a field, in UTF-16 units; addresses of pages can be long. */
const MAX_VALUE_LENGTH = 4_000;

/** Fields of a submission beside those that its form asks for; `utm_*` come on top. */
export const SUBMISSION_FIELDS = [
  'submissionId',
  'consents',
  'wordingVersion',
  'visitorId',
  'referrer',
  'landingPage',
  'gclid',
  'fbclid',
  'msclkid',
] as const;

/**
 * What a visitor filled in, flat, as HTML forms send it. Fields that the form asks for under their names (`address.city`; numbers with a
 * point before their decimals; of a multiple choice one value a choice; dates with time without an offset are of UTC), and:
 * `submissionId` (any text, 1 to 100: the same one again changes nothing), `consents` (keys of the boxes that were ticked), `wordingVersion`
 * (of the consents that were shown; the latest when left out), `visitorId` (the UUID under which the page's interactions are recorded: they
 * become the lead's, unless another lead has that visitor; of a person that was erased: left out), `referrer`, `landingPage`, `utm_*`, `gclid`, `fbclid`, `msclkid`.
 */
export const submitFormBody = z
  .record(z.string().max(100), z.union([z.string().max(MAX_VALUE_LENGTH), z.array(z.string().max(MAX_VALUE_LENGTH)).max(20)]))
  .meta({ id: 'FormSubmissionBody' });
export type SubmitForm = z.infer<typeof submitFormBody>;

/** The same for everybody: it tells neither whether the lead was known nor whether a bot was recognised. */
export const formReceipt = z
  .object({
    status: z.literal('received'),
    /** Where to lead the visitor; null when the form says nothing. */
    redirectUrl: z.string().nullable(),
  })
  .meta({ id: 'FormReceipt' });
export type FormReceipt = z.infer<typeof formReceipt>;

/** A submission as it came in, with what proves the consents. */
export const formSubmission = z
  .object({
    id: z.uuid(),
    leadId: z.uuid(),
    /** Whether it made the lead; else the lead was known by its e-mail address or phone number. */
    isNewLead: z.boolean(),
    /** Normalised, also what the lead did not take over because something was known already; custom values by key, the `visitorId` if one was named. */
    stated: z.record(z.string(), z.unknown()),
    /** Keys of the consents that were given. */
    consents: z.array(z.string()),
    wordingVersion: z.int().min(1),
    clientIp: z.string().nullable(),
    userAgent: z.string().nullable(),
    submittedAt: z.iso.datetime(),
  })
  .meta({ id: 'FormSubmission' });
export type FormSubmission = z.infer<typeof formSubmission>;

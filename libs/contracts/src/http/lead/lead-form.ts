import { z } from 'zod';
import { ADDRESS_MEMBERS, BUDGET_MEMBERS, channel, customFieldColumn, PROPERTY_MEMBERS, purpose } from '../../lead-fields.js';

/** Fields of a lead, and members of its blocks, that a form may ask for. */
export const FORM_FIELDS = [
  'firstName',
  'lastName',
  'email',
  'phone',
  'company',
  'jobTitle',
  'language',
  'timeZone',
  ...ADDRESS_MEMBERS,
  ...PROPERTY_MEMBERS,
  ...BUDGET_MEMBERS,
] as const;

/** Most fields of a form. */
const MAX_FIELDS = 100;

/** A field of a lead, a member of its address, property or budget, or `customFields.<key>`, no `lead-reference`. What a page calls its input. */
export const formFieldName = z.union([z.enum(FORM_FIELDS), customFieldColumn], {
  error: 'must be a field that forms may ask for, or customFields.<key>',
});
export type FormFieldName = z.infer<typeof formFieldName>;

export const formField = z.strictObject({
  name: formFieldName,
  /** A submission without it is refused. */
  required: z.boolean().default(false),
});
export type FormField = z.infer<typeof formField>;

/** One box to tick. */
export const formConsent = z.strictObject({
  /** What a submission calls it. */
  key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and `-`, 40 at most'),
  /** As the visitor reads it. */
  text: z.string().trim().min(1).max(5_000),
  purpose,
  channels: z.array(channel).min(1).max(5),
  /** A submission that does not give it is refused. */
  required: z.boolean().default(false),
});
export type FormConsent = z.infer<typeof formConsent>;

export const FORM_STATUSES = ['active', 'paused'] as const;
export const formStatus = z.enum(FORM_STATUSES);
export type FormStatus = z.infer<typeof formStatus>;

/** `https://shop.example`, without path; `*` stands for any. */
const allowedOrigin = z.union([z.literal('*'), z.url({ protocol: /^https?$/ }).max(200)]);

const honeypotName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, 'must start with a letter; letters, digits, `_`, `-`, 40 at most');

/** What a tenant decides about a form. */
export const leadFormFields = {
  name: z.string().trim().min(1).max(100),
  /** `paused` refuses submissions. */
  status: formStatus,
  /** Asked for; email or phone among them, and `budget.currency` with an end of the budget. */
  fields: z.array(formField).min(1).max(MAX_FIELDS),
  /** Whose pages may send it from a browser; a sender that names no origin is no browser and may always. */
  allowedOrigins: z.array(allowedOrigin).max(50),
  consents: z.array(formConsent).max(10),
  /** Source of the leads that it makes; lower-case. */
  source: z.string().trim().toLowerCase().min(1).max(100),
  /** Where the page should lead the visitor afterwards. */
  redirectUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable(),
  /** Name of a field that people do not see: what fills it in is a bot. */
  honeypot: honeypotName,
};

/** A form by which visitors of a page become leads. */
export const leadForm = z
  .object({
    id: z.uuid(),
    /** Grows by one with every change; the `ETag`. */
    version: z.int().min(1),
    /** Names the form in public: `POST /v1/lead-forms/{key}/submissions`. No secret. */
    key: z.string(),
    ...leadFormFields,
    /** Of the consents as they are now; grows whenever they change. */
    wordingVersion: z.int().min(1),
    /** Submissions that filled in the honeypot; nothing else is kept of them. */
    botsCaught: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'LeadForm' });
export type LeadForm = z.infer<typeof leadForm>;

export const createLeadFormBody = z
  .strictObject({
    ...leadFormFields,
    status: formStatus.default('active'),
    allowedOrigins: leadFormFields.allowedOrigins.default([]),
    consents: leadFormFields.consents.default([]),
    source: leadFormFields.source.default('form'),
    redirectUrl: leadFormFields.redirectUrl.default(null),
    honeypot: honeypotName.default('website'),
  })
  .meta({ id: 'CreateLeadForm' });
export type CreateLeadForm = z.infer<typeof createLeadFormBody>;

/** Lists are replaced as a whole. */
export const patchLeadFormBody = z.strictObject(leadFormFields).partial().meta({ id: 'PatchLeadForm' });
export type PatchLeadForm = z.infer<typeof patchLeadFormBody>;

/** The consents of a form as they were from one change to the next. */
export const leadFormWording = z
  .object({ version: z.int().min(1), consents: z.array(formConsent), createdAt: z.iso.datetime() })
  .meta({ id: 'LeadFormWording' });
export type LeadFormWording = z.infer<typeof leadFormWording>;

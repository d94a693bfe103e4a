import { z } from 'zod';

/** Statuses of a tenant that has not decided on others, in the order of the funnel; `lost` may follow any. */
export const LEAD_STATUSES = ['new', 'contacted', 'engaged', 'qualified', 'nurturing', 'converted', 'lost'] as const;
export type KnownLeadStatus = (typeof LEAD_STATUSES)[number];
/** Key of one of the statuses in `GET /v1/settings`: a default one or the tenant's own. */
export const leadStatus = z.string().meta({ 'x-extensible-enum': [...LEAD_STATUSES] });
export type LeadStatus = KnownLeadStatus | (string & {});

/** What a status says of a lead: that there is something to do, or how it ended. */
export const LEAD_STATUS_MEANINGS = ['open', 'won', 'lost'] as const;
export const leadStatusMeaning = z.enum(LEAD_STATUS_MEANINGS);
export type LeadStatusMeaning = z.infer<typeof leadStatusMeaning>;

/** How far a person has come from stranger to customer, in order, where a tenant has not decided otherwise; leads begin as `lead`. */
export const LIFECYCLE_STAGES = ['subscriber', 'lead', 'marketing-qualified', 'sales-qualified', 'opportunity', 'customer'] as const;
export type KnownLifecycleStage = (typeof LIFECYCLE_STAGES)[number];
/** Key of one of the lifecycle stages in `GET /v1/settings`: a default one or the tenant's own. */
export const lifecycleStage = z.string().meta({ 'x-extensible-enum': [...LIFECYCLE_STAGES] });
export type LifecycleStage = KnownLifecycleStage | (string & {});

export const TEMPERATURES = ['cold', 'warm', 'hot'] as const;
/** How promising a lead is: `hot` from a score of 80.0 points, `warm` from 50.0, else `cold`; by the score as it is shown. */
export const temperature = z.enum(TEMPERATURES);
export type Temperature = z.infer<typeof temperature>;

const line = z.string().max(200);

/** A postal address; members that are not known are left out, `{}` when nothing is. */
export const postalAddress = z
  .object({
    /** Street and house number. */
    street: line,
    /** Flat, floor or suite. */
    unit: line,
    city: line,
    /** State, province or county. */
    region: line,
    postalCode: z.string().max(20),
    /** ISO 3166-1 alpha-2, upper-case. */
    country: z.string().max(2),
  })
  .partial();
export type PostalAddress = z.infer<typeof postalAddress>;

export const PROPERTY_KINDS = ['house', 'apartment', 'land', 'commercial', 'other'] as const;

/** The property a lead looks for or offers; members that are not known are left out. */
export const propertyDetails = z
  .object({
    kind: z.enum(PROPERTY_KINDS),
    /** Listing or address, in the tenant's words. */
    reference: line,
    bedrooms: z.int().min(0).max(1_000),
    /** Halves are usual. */
    bathrooms: z.number().min(0).max(1_000).multipleOf(0.5),
    /** Living or usable area in square metres. */
    areaSquareMetres: z.number().min(0).max(100_000_000),
    yearBuilt: z.int().min(1_000).max(3_000),
  })
  .partial();
export type PropertyDetails = z.infer<typeof propertyDetails>;

/** An amount as exact decimal text with two digits at most behind the point, 15 in all (NUMERIC(15,2)). */
export const decimalAmount = z
  .string()
  .regex(/^(0|[1-9]\d{0,12})(\.\d{1,2})?$/, 'must be an amount such as `12.50`, 13 digits before the point at most');

/** What a lead can or wants to spend; one end may be open, the ends may be equal. */
export const budgetRange = z.object({
  min: decimalAmount.nullable(),
  max: decimalAmount.nullable(),
  /** ISO 4217. */
  currency: z.string().length(3),
});
export type BudgetRange = z.infer<typeof budgetRange>;

/** Members of a lead's blocks, as forms, files and filters name them. */
export const ADDRESS_MEMBERS = [
  'address.street',
  'address.unit',
  'address.city',
  'address.region',
  'address.postalCode',
  'address.country',
] as const;
export const PROPERTY_MEMBERS = [
  'property.kind',
  'property.reference',
  'property.bedrooms',
  'property.bathrooms',
  'property.areaSquareMetres',
  'property.yearBuilt',
] as const;
export const BUDGET_MEMBERS = ['budget.min', 'budget.max', 'budget.currency'] as const;

const METADATA_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/** One of the {@link sourceMetadata}. */
export const metadataColumn = z.templateLiteral(['sourceMetadata.', z.string().regex(METADATA_NAME)]);

const customFieldKey = z.string().regex(/^[a-z][a-zA-Z0-9-]{0,63}$/);

/** A custom field by its key. */
export const customFieldColumn = z.templateLiteral(['customFields.', customFieldKey]);
/** The same, for the reverse of its order. */
export const customFieldReversed = z.templateLiteral(['-customFields.', customFieldKey]);

/** Facts about where a lead came from: UTM parameters, landing page, campaign. 50 members at most; names start with a letter. */
export const sourceMetadata = z
  .record(
    z.string().regex(METADATA_NAME, 'must start with a letter; letters, digits, `_`, `.`, `-`, 64 at most'),
    z.union([z.string().max(1_000), z.number(), z.boolean()]),
  )
  .refine((value) => Object.keys(value).length <= 50, { message: 'may have 50 members at most' });
export type SourceMetadata = z.infer<typeof sourceMetadata>;

/** A value in its stored form: numbers as exact decimal text, money as `{ amount, currency }`, instants in UTC, choices by key. */
export const customValue = z.union([z.string(), z.boolean(), z.array(z.string()), z.object({ amount: z.string(), currency: z.string() })]);
export type CustomValue = z.infer<typeof customValue>;

/** Values of a tenant's own fields by their key; fields without a value are left out, archived ones are not. */
export const customValues = z.record(z.string(), customValue);

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

/** A change of consent as events carry it. */
export const consentChange = z.object({
  channel,
  purpose,
  state: z.enum(['given', 'withdrawn']),
  basis: lawfulBasis,
  /** Version of the wording that was shown; null when it was not said. */
  textVersion: z.string().nullable(),
  /** When it was stated, ISO 8601, UTC. */
  statedAt: z.iso.datetime(),
});
export type ConsentChange = z.infer<typeof consentChange>;

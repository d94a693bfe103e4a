import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import {
  budgetRange,
  consentGrant,
  leadStatus,
  lifecycleStage,
  postalAddress,
  propertyDetails,
  sourceMetadata,
} from '../../lead-fields.js';
import { statedCustomValues } from './custom-field.js';
import { lead, leadIdParams, leadPart, pageQuery } from './lead.js';

const text = z.string().max(200);

/** Fields a client may state. Values are normalised by the lead service: phones to E.164, e-mails lower-cased, names trimmed; blank means not said. */
const writableFields = {
  /** Id of the lead in the system it came from; unique per tenant over live leads. */
  externalId: text,
  firstName: text,
  lastName: text,
  email: z.string().max(320),
  /** With country code, or national when `phoneRegion` says where. */
  phone: z.string().max(50),
  /** ISO 3166-1 alpha-2, upper or lower case: region of a phone number that has no country code. */
  phoneRegion: z.string().length(2),
  company: text,
  jobTitle: text,
  /** BCP 47 tag, `pt-BR`. */
  language: z.string().max(35),
  /** IANA name, `Europe/Berlin`. */
  timeZone: z.string().max(64),
  source: z.string().max(100),
  lifecycleStage,
  /** A member of the tenant. */
  ownerId: z.uuid(),
  /** Of `GET /v1/tags`. A change states all that the lead has from then on; `POST /v1/leads/tags` adds and takes off. */
  tagIds: z.array(z.uuid()).max(100),
};

/** A country may be stated by name, too, in one of the languages that imports know; what is stored is its code. */
const addressMembers = { ...postalAddress.shape, country: z.string().max(100).optional() };

/** One end may be left out, not both; amounts with two digits behind the point at most. */
const budgetMembers = budgetRange.partial({ min: true, max: true });

type Nullable<S extends Record<string, z.ZodType>> = { [K in keyof S]: z.ZodNullable<S[K]> };

function nullable<S extends Record<string, z.ZodType>>(shape: S): Nullable<S> {
  return Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, schema.nullable()])) as Nullable<S>;
}

export const createLeadBody = z
  .strictObject({
    ...writableFields,
    address: z.strictObject(addressMembers),
    property: z.strictObject(propertyDetails.shape),
    budget: z.strictObject(budgetMembers.shape),
    sourceMetadata,
    /** By key; left out, a field takes its default. */
    customFields: statedCustomValues,
    /** When the person turned to the tenant; now when left out; not in the future. */
    capturedAt: z.iso.datetime({ offset: true }),
    /** What the person agreed to, as stated at capture. */
    consents: z.array(consentGrant).max(20),
  })
  .partial()
  .meta({ id: 'CreateLead' });
export type CreateLead = z.infer<typeof createLeadBody>;

/** JSON merge patch (RFC 7396): null clears a field, and removes a member of `address`, `property`, `budget` and `sourceMetadata`. */
export const patchLeadBody = z
  .strictObject({
    ...nullable(writableFields),
    address: z.strictObject(nullable(addressMembers)).nullable(),
    property: z.strictObject(nullable(propertyDetails.shape)).nullable(),
    budget: z.strictObject(nullable(budgetMembers.partial().shape)).nullable(),
    sourceMetadata: z.record(z.string().max(64), z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()])).nullable(),
    /** By key; null clears a field, what is not named stays. */
    customFields: statedCustomValues,
  })
  .partial()
  .meta({ id: 'PatchLead' });
export type PatchLead = z.infer<typeof patchLeadBody>;

export const createLead = defineRoute({
  operation: 'createLead',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads',
  summary: 'Capture a lead; at least one of email, phone and externalId is needed.',
  scope: 'leads:write',
  rateClass: 'write',
  body: createLeadBody,
  success: { status: 201, body: lead },
  errors: ['LEAD.INVALID', 'LEAD.DUPLICATE_EMAIL', 'LEAD.DUPLICATE_PHONE', 'LEAD.DUPLICATE_EXTERNAL_ID', 'LEAD.DUPLICATE_CUSTOM_VALUE'],
});

export const readLead = defineRoute({
  operation: 'readLead',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id',
  summary: 'One lead; its version is the ETag. With `asOf` as it was at that instant, also when it is deleted by now.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: z.strictObject({
    /** Not before the lead was created, not in the future. */
    asOf: z.iso.datetime({ offset: true }).optional(),
    /** `score`: with score and temperature, of the same instant as the lead. */
    include: leadPart.optional(),
  }),
  success: { status: 200, body: lead },
  errors: ['LEAD.NOT_FOUND', 'LEAD.INVALID_INSTANT'],
});

/** An end of a range. */
const instant = z.iso.datetime({ offset: true }).optional();

/** Names compare as in a dictionary, without regard to case at first; leads without a last name come last in either direction. */
export const LEAD_SORTS = ['-createdAt', 'createdAt', '-capturedAt', 'capturedAt', 'lastName', '-lastName'] as const;

export const listLeadsQuery = z.strictObject({
  ...pageQuery,
  sort: z.enum(LEAD_SORTS).default('-createdAt'),
  status: leadStatus.optional(),
  source: z.string().trim().toLowerCase().max(100).optional(),
  /** As `phone` and `externalId`, also one that the lead is known by without having it: of a lead that went into it, or among its identities. */
  email: z.string().trim().toLowerCase().max(320).optional(),
  /** E.164. */
  phone: z.string().trim().max(50).optional(),
  externalId: z.string().trim().max(200).optional(),
  ownerId: z.uuid().optional(),
  tagId: z.uuid().optional(),
  lifecycleStage: lifecycleStage.optional(),
  /** As it is written in the lead, letter by letter; `POST /v1/leads/search` compares without regard to case. */
  company: z.string().trim().normalize().max(200).optional(),
  'capturedAt.gte': instant,
  'capturedAt.lt': instant,
  'createdAt.gte': instant,
  'createdAt.lt': instant,
  'updatedAt.gte': instant,
  'updatedAt.lt': instant,
  /** `true` lists the deleted leads instead, which may be restored. */
  deleted: z.enum(['true', 'false']).default('false'),
  /** `true` tells beside the page how many leads there are in all. */
  count: z.enum(['true', 'false']).default('false'),
  /** `score`: each lead with score and temperature. */
  include: leadPart.optional(),
});
export type ListLeadsQuery = z.infer<typeof listLeadsQuery>;

export const leadPage = z.object({ items: z.array(lead), nextCursor: z.string().nullable() }).meta({ id: 'LeadPage' });

/** Leads are counted up to here. */
export const MAX_LEAD_TOTAL = 10_000;

/** How many leads all pages have together. */
export const leadTotal = z
  .object({
    count: z.int().min(0).max(MAX_LEAD_TOTAL),
    /** `at-least`: there are more than are counted. */
    relation: z.enum(['exact', 'at-least']),
  })
  .meta({ id: 'LeadTotal' });
export type LeadTotal = z.infer<typeof leadTotal>;

export const leadList = leadPage
  .extend({
    /** Only with `count=true`. */
    total: leadTotal.optional(),
  })
  .meta({ id: 'LeadList' });

export const listLeads = defineRoute({
  operation: 'listLeads',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads',
  summary: 'Leads, newest first unless sorted otherwise; live ones unless deleted ones are asked for.',
  scope: 'leads:read',
  rateClass: 'read',
  query: listLeadsQuery,
  success: { status: 200, body: leadList },
  errors: ['LEAD.LIST_INVALID'],
});

export const patchLead = defineRoute({
  operation: 'patchLead',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/leads/:id',
  summary: 'Change fields of a lead by JSON merge patch.',
  scope: 'leads:write',
  rateClass: 'write',
  params: leadIdParams,
  body: patchLeadBody,
  ifMatch: true,
  success: { status: 200, body: lead },
  errors: [
    'LEAD.NOT_FOUND',
    'LEAD.STALE',
    'LEAD.INVALID',
    'LEAD.DUPLICATE_EMAIL',
    'LEAD.DUPLICATE_PHONE',
    'LEAD.DUPLICATE_EXTERNAL_ID',
    'LEAD.DUPLICATE_CUSTOM_VALUE',
  ],
});

export const deleteLead = defineRoute({
  operation: 'deleteLead',
  owner: 'lead',
  method: 'DELETE',
  path: '/v1/leads/:id',
  summary: 'Soft-delete a lead; its phone, e-mail and external id become free again.',
  scope: 'leads:write',
  rateClass: 'write',
  params: leadIdParams,
  ifMatch: true,
  success: { status: 204 },
  errors: ['LEAD.NOT_FOUND', 'LEAD.STALE'],
});

export const restoreLead = defineRoute({
  operation: 'restoreLead',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/:id/restore',
  summary: 'Bring back a soft-deleted lead, with all that its deletion hid.',
  scope: 'leads:write',
  rateClass: 'write',
  params: leadIdParams,
  success: { status: 200, body: lead },
  errors: [
    'LEAD.NOT_FOUND',
    'LEAD.NOT_DELETED',
    'LEAD.DEAL_TAKEN',
    'LEAD.DUPLICATE_EMAIL',
    'LEAD.DUPLICATE_PHONE',
    'LEAD.DUPLICATE_EXTERNAL_ID',
    'LEAD.DUPLICATE_CUSTOM_VALUE',
  ],
});

import { z } from 'zod';
import {
  budgetRange,
  customValues,
  leadStatus,
  lifecycleStage,
  postalAddress,
  propertyDetails,
  sourceMetadata,
  temperature,
} from '../../lead-fields.js';

/** A person the tenant may do business with. */
export const lead = z
  .object({
    id: z.uuid(),
    /** Grows by one with every change; the `ETag` of the lead. */
    version: z.int().min(1),
    /** Id of the lead in the system it came from. */
    externalId: z.string().nullable(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    /** Trimmed and lower-cased. */
    email: z.string().nullable(),
    /** E.164. */
    phone: z.string().nullable(),
    company: z.string().nullable(),
    jobTitle: z.string().nullable(),
    address: postalAddress,
    property: propertyDetails,
    budget: budgetRange.nullable(),
    /** BCP 47 tag of the language the person wants to be spoken to in, `pt-BR`. */
    language: z.string().nullable(),
    /** IANA name. */
    timeZone: z.string().nullable(),
    /** Lower-case; `unknown` when it was not said. */
    source: z.string(),
    sourceMetadata,
    lifecycleStage,
    /** Member who looks after the lead. */
    ownerId: z.uuid().nullable(),
    /** In ascending order; `GET /v1/tags` tells their names, `POST /v1/leads/tags` puts them on and takes them off. */
    tagIds: z.array(z.uuid()),
    customFields: customValues,
    status: leadStatus,
    statusChangedAt: z.iso.datetime(),
    /** When the person turned to the tenant; may lie long before `createdAt` for imported leads. */
    capturedAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    /** When the lead was soft-deleted; null while it lives. */
    deletedAt: z.iso.datetime().nullable(),
    /** Points with one digit behind the point, as in `GET /v1/leads/{id}/score`. Only with `include=score`. */
    score: z.number().min(0).max(100).optional(),
    /** By the score. Only with `include=score`. */
    temperature: temperature.optional(),
  })
  .meta({ id: 'Lead' });
export type Lead = z.infer<typeof lead>;

/** Parts of leads that are made when they are asked for; `score` is the temperature, too. */
export const LEAD_PARTS = ['score'] as const;
export const leadPart = z.enum(LEAD_PARTS);
export type LeadPart = z.infer<typeof leadPart>;

export const leadIdParams = z.strictObject({ id: z.uuid() });

/** How a list is read page by page. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  /** `nextCursor` of the page before. */
  cursor: z.string().max(500).optional(),
};

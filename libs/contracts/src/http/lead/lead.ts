import { z } from 'zod';
import { leadStatus } from '../../lead-fields.js';

/** Facts about where a lead came from: UTM parameters, landing page, campaign. 50 members at most; names start with a letter. */
export const sourceMetadata = z
  .record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/, 'must start with a letter; letters, digits, `_`, `.`, `-`, 64 at most'),
    z.union([z.string().max(1_000), z.number(), z.boolean()]),
  )
  .refine((value) => Object.keys(value).length <= 50, { message: 'may have 50 members at most' });
export type SourceMetadata = z.infer<typeof sourceMetadata>;

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
    /** IANA name. */
    timeZone: z.string().nullable(),
    /** Lower-case; `unknown` when it was not said. */
    source: z.string(),
    sourceMetadata,
    status: leadStatus,
    statusChangedAt: z.iso.datetime(),
    /** When the person turned to the tenant; may lie long before `createdAt` for imported leads. */
    capturedAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Lead' });
export type Lead = z.infer<typeof lead>;

export const leadIdParams = z.strictObject({ id: z.uuid() });

/** How a list is read page by page. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  /** `nextCursor` of the page before. */
  cursor: z.string().max(500).optional(),
};

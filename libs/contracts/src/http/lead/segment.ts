import { z } from 'zod';
import { lead } from './lead.js';
import { anyFilter } from './lead-search.routes.js';

export const SEGMENT_KINDS = ['dynamic', 'static'] as const;
export const SEGMENT_VISIBILITIES = ['private', 'team', 'public'] as const;
export const SEGMENT_STATUSES = ['backfilling', 'ready'] as const;

const name = z.string().min(1).max(200);
/**
 * `private`: seen and changed by who made it. `team`: seen by everybody of the tenant, changed by who made it and with `tenant:write`. `public`:
 * seen and changed by everybody of the tenant. Who made it is the member or the API key that called.
 */
const visibility = z.enum(SEGMENT_VISIBILITIES);

/** A named choice of leads. */
export const segment = z
  .object({
    id: z.uuid(),
    /** Grows by one with every change of the segment itself; the `ETag`. */
    version: z.int().min(1),
    name: z.string(),
    /** `dynamic`: whoever satisfies the filter, at every time. `static`: whoever was put in. */
    kind: z.enum(SEGMENT_KINDS),
    visibility,
    /** As it was stated; of a static segment whom it was filled with, null when it began empty. */
    filter: anyFilter.nullable(),
    /** The filter as an English sentence, by the present labels of its fields. */
    sentence: z.string().nullable(),
    /** `backfilling` while leads are still looked at by the present filter; changes of leads count at once all the same. */
    status: z.enum(SEGMENT_STATUSES),
    /** Live leads in it, as of this answer. */
    members: z.int().min(0),
    madeBy: z.object({ kind: z.string(), id: z.string() }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Segment' });
export type Segment = z.infer<typeof segment>;

export const createSegmentBody = z
  .strictObject({
    name,
    kind: z.enum(SEGMENT_KINDS).default('dynamic'),
    visibility: visibility.default('team'),
    /** As in `POST /v1/leads/search`; a dynamic segment needs one, a static one is filled with whom it finds, once. */
    filter: anyFilter.optional(),
  })
  .meta({ id: 'CreateSegment' });
export type CreateSegment = z.infer<typeof createSegmentBody>;

export const patchSegmentBody = z
  .strictObject({ name, visibility, /** Of a dynamic segment. */ filter: anyFilter })
  .partial()
  .meta({ id: 'PatchSegment' });
export type PatchSegment = z.infer<typeof patchSegmentBody>;

export const previewSegmentBody = z
  .strictObject({ filter: anyFilter, /** Leads to show. */ sample: z.int().min(0).max(50).default(10) })
  .meta({ id: 'PreviewSegment' });
export type PreviewSegment = z.infer<typeof previewSegmentBody>;

/** Whom a filter finds now. */
export const segmentPreview = z
  .object({
    /** Live leads that satisfy it. */
    count: z.int().min(0),
    /** The newest of them. */
    sample: z.array(lead),
    sentence: z.string(),
  })
  .meta({ id: 'SegmentPreview' });
export type SegmentPreview = z.infer<typeof segmentPreview>;

/** A lead in a segment. */
export const segmentMember = z.object({ enteredAt: z.iso.datetime(), lead }).meta({ id: 'SegmentMember' });
export type SegmentMember = z.infer<typeof segmentMember>;

export const changeSegmentMembersBody = z
  .strictObject({ add: z.array(z.uuid()).max(1_000).default([]), remove: z.array(z.uuid()).max(1_000).default([]) })
  .refine(({ add, remove }) => add.length + remove.length > 0, 'needs a lead to add or to remove')
  .refine(({ add, remove }) => !add.some((leadId) => remove.includes(leadId)), 'adds and removes one lead')
  .meta({ id: 'ChangeSegmentMembers' });
export type ChangeSegmentMembers = z.infer<typeof changeSegmentMembersBody>;

/** What became of the leads that were named. */
export const segmentMembersChange = z
  .object({
    added: z.int().min(0),
    removed: z.int().min(0),
    /** Leads that are not there, and were not added. */
    missing: z.array(z.uuid()),
  })
  .meta({ id: 'SegmentMembersChange' });
export type SegmentMembersChange = z.infer<typeof segmentMembersChange>;

import { z } from 'zod';
import { defineRoute } from '../../define-route.js';

const name = z.string().min(1).max(60);
const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as `#1f77b4`');

/** A word by which a tenant sorts leads and deals. */
export const tag = z
  .object({
    id: z.uuid(),
    /** Grows by one with every change; the `ETag`. */
    version: z.int().min(1),
    /** No two tags that are there have one name, in whatever case. */
    name: z.string(),
    /** `#rrggbb`, lower-case. */
    colour: z.string(),
    /** What has it, as of this answer. */
    usage: z.object({ leads: z.int().min(0), deals: z.int().min(0) }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    /** When it was deleted: what history says of it can still be named. Null while it is there. */
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Tag' });
export type Tag = z.infer<typeof tag>;

export const createTagBody = z.strictObject({ name, colour: colour.default('#808080') }).meta({ id: 'CreateTag' });
export type CreateTag = z.infer<typeof createTagBody>;
export const patchTagBody = z.strictObject({ name, colour }).partial().meta({ id: 'PatchTag' });
export type PatchTag = z.infer<typeof patchTagBody>;

const tagParams = z.strictObject({ id: z.uuid() });

export const createTag = defineRoute({
  operation: 'createTag',
  owner: 'lead',
  method: 'POST',
  path: '/v1/tags',
  summary: 'Make a tag.',
  scope: 'leads:write',
  rateClass: 'write',
  body: createTagBody,
  success: { status: 201, body: tag },
  errors: ['LEAD.TAG_INVALID', 'LEAD.TAG_EXISTS', 'LEAD.TAG_LIMIT'],
});

export const listTags = defineRoute({
  operation: 'listTags',
  owner: 'lead',
  method: 'GET',
  path: '/v1/tags',
  summary: 'Every tag of the tenant, by name, with how many have it.',
  scope: 'leads:read',
  rateClass: 'read',
  success: { status: 200, body: z.object({ items: z.array(tag), nextCursor: z.null() }).meta({ id: 'TagPage' }) },
});

export const readTag = defineRoute({
  operation: 'readTag',
  owner: 'lead',
  method: 'GET',
  path: '/v1/tags/:id',
  summary: 'One tag, also a deleted one; its version is the ETag.',
  scope: 'leads:read',
  rateClass: 'read',
  params: tagParams,
  success: { status: 200, body: tag },
  errors: ['LEAD.TAG_NOT_FOUND'],
});

export const patchTag = defineRoute({
  operation: 'patchTag',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/tags/:id',
  summary: 'Rename or recolour a tag; whatever has it keeps it.',
  scope: 'leads:write',
  rateClass: 'write',
  params: tagParams,
  body: patchTagBody,
  ifMatch: true,
  success: { status: 200, body: tag },
  errors: ['LEAD.TAG_NOT_FOUND', 'LEAD.TAG_STALE', 'LEAD.TAG_INVALID', 'LEAD.TAG_EXISTS'],
});

export const deleteTag = defineRoute({
  operation: 'deleteTag',
  owner: 'lead',
  method: 'DELETE',
  path: '/v1/tags/:id',
  summary: 'Delete a tag and take it off everything: off 500 leads and 500 deals at once, off the others within minutes.',
  scope: 'leads:write',
  rateClass: 'write',
  params: tagParams,
  ifMatch: true,
  success: { status: 204 },
  errors: ['LEAD.TAG_NOT_FOUND', 'LEAD.TAG_STALE'],
});

export const tagRoutes = [createTag, listTags, readTag, patchTag, deleteTag] as const;

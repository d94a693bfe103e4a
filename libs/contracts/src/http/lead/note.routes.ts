import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { fieldChange } from './lead-audit.routes.js';
import { leadIdParams, pageQuery } from './lead.js';

const actor = z.object({ kind: z.string(), id: z.string() });

/** Longest note, in UTF-16 units. */
export const NOTE_MAX_LENGTH = 20_000;

/** What somebody wrote down about a lead, a deal or a task. */
export const note = z
  .object({
    id: z.uuid(),
    /** Grows by one with every change; the `ETag`. */
    version: z.int().min(1),
    /** Markdown, as it was written: who shows it makes it safe. */
    body: z.string(),
    /** Pinned notes stand before all others. */
    pinned: z.boolean(),
    /** Who wrote it; who changed it since tells its audit. */
    author: actor,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Note' });
export type Note = z.infer<typeof note>;

const noteFields = { body: z.string().min(1).max(NOTE_MAX_LENGTH), pinned: z.boolean() };
export const createNoteBody = z.strictObject({ ...noteFields, pinned: noteFields.pinned.default(false) }).meta({ id: 'CreateNote' });
export const patchNoteBody = z.strictObject(noteFields).partial().meta({ id: 'PatchNote' });
export type PatchNote = z.infer<typeof patchNoteBody>;

/** A note under what it is about. */
export const noteParams = z.strictObject({ id: z.uuid(), noteId: z.uuid() });

export const listNotesQuery = z.strictObject({
  ...pageQuery,
  /** `true` lists the deleted notes instead, which may be restored. */
  deleted: z.enum(['true', 'false']).default('false'),
});

export const notePage = z.object({ items: z.array(note), nextCursor: z.string().nullable() }).meta({ id: 'NotePage' });

export const createNote = defineRoute({
  operation: 'createNote',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/:id/notes',
  summary: 'Write a note about a lead.',
  scope: 'leads:write',
  rateClass: 'write',
  params: leadIdParams,
  body: createNoteBody,
  success: { status: 201, body: note },
  errors: ['LEAD.NOT_FOUND', 'LEAD.NOTE_INVALID'],
});

export const listNotes = defineRoute({
  operation: 'listNotes',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/notes',
  summary: 'Notes about a lead: pinned ones first, then newest first.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: listNotesQuery,
  success: { status: 200, body: notePage },
  errors: ['LEAD.NOT_FOUND'],
});

export const readNote = defineRoute({
  operation: 'readNote',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/notes/:noteId',
  summary: 'One note about a lead; the version is the ETag. A deleted one is not found.',
  scope: 'leads:read',
  rateClass: 'read',
  params: noteParams,
  success: { status: 200, body: note },
  errors: ['LEAD.NOT_FOUND', 'LEAD.NOTE_NOT_FOUND'],
});

export const patchNote = defineRoute({
  operation: 'patchNote',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/leads/:id/notes/:noteId',
  summary: 'Change a note, or pin it.',
  scope: 'leads:write',
  rateClass: 'write',
  params: noteParams,
  body: patchNoteBody,
  ifMatch: true,
  success: { status: 200, body: note },
  errors: ['LEAD.NOTE_NOT_FOUND', 'LEAD.NOTE_STALE', 'LEAD.NOTE_INVALID'],
});

export const deleteNote = defineRoute({
  operation: 'deleteNote',
  owner: 'lead',
  method: 'DELETE',
  path: '/v1/leads/:id/notes/:noteId',
  summary: 'Soft-delete a note.',
  scope: 'leads:write',
  rateClass: 'write',
  params: noteParams,
  ifMatch: true,
  success: { status: 204 },
  errors: ['LEAD.NOTE_NOT_FOUND', 'LEAD.NOTE_STALE'],
});

export const restoreNote = defineRoute({
  operation: 'restoreNote',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/:id/notes/:noteId/restore',
  summary: 'Bring back a deleted note.',
  scope: 'leads:write',
  rateClass: 'write',
  params: noteParams,
  success: { status: 200, body: note },
  errors: ['LEAD.NOTE_NOT_FOUND', 'LEAD.NOTE_NOT_DELETED'],
});

/** Who changed a note, from what to what. */
export const noteAuditEntry = z
  .object({
    /** Of the note, after the change. */
    version: z.int().min(1),
    action: z.enum(['created', 'updated', 'deleted', 'restored']),
    changes: z.array(fieldChange),
    actor,
    /** Address of the client; null for changes made by a service. */
    clientIp: z.string().nullable(),
    requestId: z.string(),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'NoteAuditEntry' });
export type NoteAuditEntry = z.infer<typeof noteAuditEntry>;

export const listNoteAuditQuery = z.strictObject(pageQuery);

export const noteAuditPage = z.object({ items: z.array(noteAuditEntry), nextCursor: z.string().nullable() }).meta({ id: 'NoteAuditPage' });

export const listNoteAudit = defineRoute({
  operation: 'listNoteAudit',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/notes/:noteId/audit',
  summary: 'Every change of a note, latest first; of a deleted one, too.',
  scope: 'leads:read',
  rateClass: 'read',
  params: noteParams,
  query: listNoteAuditQuery,
  success: { status: 200, body: noteAuditPage },
  errors: ['LEAD.NOTE_NOT_FOUND'],
});

import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import {
  createNoteBody,
  listNoteAuditQuery,
  listNotesQuery,
  note,
  noteAuditPage,
  notePage,
  noteParams,
  patchNoteBody,
} from './note.routes.js';

const reads = { owner: 'lead', scope: 'leads:read', rateClass: 'read' } as const;
const writes = { owner: 'lead', scope: 'leads:write', rateClass: 'write' } as const;
const dealParams = z.strictObject({ id: z.uuid() });

export const createDealNote = defineRoute({
  ...writes,
  operation: 'createDealNote',
  method: 'POST',
  path: '/v1/deals/:id/notes',
  summary: 'Write a note about a deal.',
  params: dealParams,
  body: createNoteBody,
  success: { status: 201, body: note },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.NOTE_INVALID'],
});

export const listDealNotes = defineRoute({
  ...reads,
  operation: 'listDealNotes',
  method: 'GET',
  path: '/v1/deals/:id/notes',
  summary: 'Notes about a deal: pinned ones first, then newest first.',
  params: dealParams,
  query: listNotesQuery,
  success: { status: 200, body: notePage },
  errors: ['LEAD.DEAL_NOT_FOUND'],
});

export const readDealNote = defineRoute({
  ...reads,
  operation: 'readDealNote',
  method: 'GET',
  path: '/v1/deals/:id/notes/:noteId',
  summary: 'One note about a deal; the version is the ETag. A deleted one is not found.',
  params: noteParams,
  success: { status: 200, body: note },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.NOTE_NOT_FOUND'],
});

export const patchDealNote = defineRoute({
  ...writes,
  operation: 'patchDealNote',
  method: 'PATCH',
  path: '/v1/deals/:id/notes/:noteId',
  summary: 'Change a note about a deal, or pin it.',
  params: noteParams,
  body: patchNoteBody,
  ifMatch: true,
  success: { status: 200, body: note },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.NOTE_NOT_FOUND', 'LEAD.NOTE_STALE', 'LEAD.NOTE_INVALID'],
});

export const deleteDealNote = defineRoute({
  ...writes,
  operation: 'deleteDealNote',
  method: 'DELETE',
  path: '/v1/deals/:id/notes/:noteId',
  summary: 'Soft-delete a note about a deal.',
  params: noteParams,
  ifMatch: true,
  success: { status: 204 },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.NOTE_NOT_FOUND', 'LEAD.NOTE_STALE'],
});

export const restoreDealNote = defineRoute({
  ...writes,
  operation: 'restoreDealNote',
  method: 'POST',
  path: '/v1/deals/:id/notes/:noteId/restore',
  summary: 'Bring back a deleted note about a deal.',
  params: noteParams,
  success: { status: 200, body: note },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.NOTE_NOT_FOUND', 'LEAD.NOTE_NOT_DELETED'],
});

export const listDealNoteAudit = defineRoute({
  ...reads,
  operation: 'listDealNoteAudit',
  method: 'GET',
  path: '/v1/deals/:id/notes/:noteId/audit',
  summary: 'Every change of a note about a deal, latest first; of a deleted one, too.',
  params: noteParams,
  query: listNoteAuditQuery,
  success: { status: 200, body: noteAuditPage },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.NOTE_NOT_FOUND'],
});

export const dealNoteRoutes = [
  createDealNote,
  listDealNotes,
  readDealNote,
  patchDealNote,
  deleteDealNote,
  restoreDealNote,
  listDealNoteAudit,
] as const;

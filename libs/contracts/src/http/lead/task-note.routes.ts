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
const taskParams = z.strictObject({ id: z.uuid() });

export const createTaskNote = defineRoute({
  ...writes,
  operation: 'createTaskNote',
  method: 'POST',
  path: '/v1/tasks/:id/notes',
  summary: 'Write a note about a task.',
  params: taskParams,
  body: createNoteBody,
  success: { status: 201, body: note },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.NOTE_INVALID'],
});

export const listTaskNotes = defineRoute({
  ...reads,
  operation: 'listTaskNotes',
  method: 'GET',
  path: '/v1/tasks/:id/notes',
  summary: 'Notes about a task: pinned ones first, then newest first.',
  params: taskParams,
  query: listNotesQuery,
  success: { status: 200, body: notePage },
  errors: ['LEAD.TASK_NOT_FOUND'],
});

export const readTaskNote = defineRoute({
  ...reads,
  operation: 'readTaskNote',
  method: 'GET',
  path: '/v1/tasks/:id/notes/:noteId',
  summary: 'One note about a task; the version is the ETag. A deleted one is not found.',
  params: noteParams,
  success: { status: 200, body: note },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.NOTE_NOT_FOUND'],
});

export const patchTaskNote = defineRoute({
  ...writes,
  operation: 'patchTaskNote',
  method: 'PATCH',
  path: '/v1/tasks/:id/notes/:noteId',
  summary: 'Change a note about a task, or pin it.',
  params: noteParams,
  body: patchNoteBody,
  ifMatch: true,
  success: { status: 200, body: note },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.NOTE_NOT_FOUND', 'LEAD.NOTE_STALE', 'LEAD.NOTE_INVALID'],
});

export const deleteTaskNote = defineRoute({
  ...writes,
  operation: 'deleteTaskNote',
  method: 'DELETE',
  path: '/v1/tasks/:id/notes/:noteId',
  summary: 'Soft-delete a note about a task.',
  params: noteParams,
  ifMatch: true,
  success: { status: 204 },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.NOTE_NOT_FOUND', 'LEAD.NOTE_STALE'],
});

export const restoreTaskNote = defineRoute({
  ...writes,
  operation: 'restoreTaskNote',
  method: 'POST',
  path: '/v1/tasks/:id/notes/:noteId/restore',
  summary: 'Bring back a deleted note about a task.',
  params: noteParams,
  success: { status: 200, body: note },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.NOTE_NOT_FOUND', 'LEAD.NOTE_NOT_DELETED'],
});

export const listTaskNoteAudit = defineRoute({
  ...reads,
  operation: 'listTaskNoteAudit',
  method: 'GET',
  path: '/v1/tasks/:id/notes/:noteId/audit',
  summary: 'Every change of a note about a task, latest first; of a deleted one, too.',
  params: noteParams,
  query: listNoteAuditQuery,
  success: { status: 200, body: noteAuditPage },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.NOTE_NOT_FOUND'],
});

export const taskNoteRoutes = [
  createTaskNote,
  listTaskNotes,
  readTaskNote,
  patchTaskNote,
  deleteTaskNote,
  restoreTaskNote,
  listTaskNoteAudit,
] as const;

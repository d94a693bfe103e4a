import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { documentForm, documentLink, documentPage, documentParams, leadDocument, listDocumentsQuery } from './document.routes.js';

const reads = { owner: 'lead', scope: 'leads:read', rateClass: 'read' } as const;
const writes = { owner: 'lead', scope: 'leads:write', rateClass: 'write' } as const;
const taskParams = z.strictObject({ id: z.uuid() });

export const createTaskDocument = defineRoute({
  ...writes,
  operation: 'createTaskDocument',
  method: 'POST',
  path: '/v1/tasks/:id/documents',
  summary: 'Upload a file to a task; answers when it is stored whole.',
  rateClass: 'upload',
  params: taskParams,
  rawBody: documentForm,
  success: { status: 201, body: leadDocument },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.DOCUMENT_PARTS', 'LEAD.DOCUMENT_TOO_LARGE', 'LEAD.DOCUMENT_TYPE', 'LEAD.DOCUMENT_STORAGE'],
});

export const listTaskDocuments = defineRoute({
  ...reads,
  operation: 'listTaskDocuments',
  method: 'GET',
  path: '/v1/tasks/:id/documents',
  summary: 'Documents of a task, newest first.',
  params: taskParams,
  query: listDocumentsQuery,
  success: { status: 200, body: documentPage },
  errors: ['LEAD.TASK_NOT_FOUND'],
});

export const readTaskDocument = defineRoute({
  ...reads,
  operation: 'readTaskDocument',
  method: 'GET',
  path: '/v1/tasks/:id/documents/:documentId',
  summary: 'What is known of one document of a task; its bytes come by a link. A deleted one is not found.',
  params: documentParams,
  success: { status: 200, body: leadDocument },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.DOCUMENT_NOT_FOUND'],
});

export const deleteTaskDocument = defineRoute({
  ...writes,
  operation: 'deleteTaskDocument',
  method: 'DELETE',
  path: '/v1/tasks/:id/documents/:documentId',
  summary: 'Soft-delete a document of a task; links to it open nothing any more.',
  params: documentParams,
  success: { status: 204 },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.DOCUMENT_NOT_FOUND'],
});

export const restoreTaskDocument = defineRoute({
  ...writes,
  operation: 'restoreTaskDocument',
  method: 'POST',
  path: '/v1/tasks/:id/documents/:documentId/restore',
  summary: 'Bring back a deleted document of a task.',
  params: documentParams,
  success: { status: 200, body: leadDocument },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.DOCUMENT_NOT_FOUND', 'LEAD.DOCUMENT_NOT_DELETED'],
});

export const createTaskDocumentLink = defineRoute({
  ...reads,
  operation: 'createTaskDocumentLink',
  method: 'POST',
  path: '/v1/tasks/:id/documents/:documentId/links',
  summary: 'A link by which a browser downloads the document of a task without credentials, for ten minutes at most.',
  params: documentParams,
  success: { status: 201, body: documentLink },
  errors: ['LEAD.TASK_NOT_FOUND', 'LEAD.DOCUMENT_NOT_FOUND'],
});

export const taskDocumentRoutes = [
  createTaskDocument,
  listTaskDocuments,
  readTaskDocument,
  deleteTaskDocument,
  restoreTaskDocument,
  createTaskDocumentLink,
] as const;

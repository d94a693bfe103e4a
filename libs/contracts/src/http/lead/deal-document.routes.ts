import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { documentForm, documentLink, documentPage, documentParams, leadDocument, listDocumentsQuery } from './document.routes.js';

const reads = { owner: 'lead', scope: 'leads:read', rateClass: 'read' } as const;
const writes = { owner: 'lead', scope: 'leads:write', rateClass: 'write' } as const;
const dealParams = z.strictObject({ id: z.uuid() });

export const createDealDocument = defineRoute({
  ...writes,
  operation: 'createDealDocument',
  method: 'POST',
  path: '/v1/deals/:id/documents',
  summary: 'Upload a file to a deal; answers when it is stored whole.',
  rateClass: 'upload',
  params: dealParams,
  rawBody: documentForm,
  success: { status: 201, body: leadDocument },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.DOCUMENT_PARTS', 'LEAD.DOCUMENT_TOO_LARGE', 'LEAD.DOCUMENT_TYPE', 'LEAD.DOCUMENT_STORAGE'],
});

export const listDealDocuments = defineRoute({
  ...reads,
  operation: 'listDealDocuments',
  method: 'GET',
  path: '/v1/deals/:id/documents',
  summary: 'Documents of a deal, newest first.',
  params: dealParams,
  query: listDocumentsQuery,
  success: { status: 200, body: documentPage },
  errors: ['LEAD.DEAL_NOT_FOUND'],
});

export const readDealDocument = defineRoute({
  ...reads,
  operation: 'readDealDocument',
  method: 'GET',
  path: '/v1/deals/:id/documents/:documentId',
  summary: 'What is known of one document of a deal; its bytes come by a link. A deleted one is not found.',
  params: documentParams,
  success: { status: 200, body: leadDocument },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.DOCUMENT_NOT_FOUND'],
});

export const deleteDealDocument = defineRoute({
  ...writes,
  operation: 'deleteDealDocument',
  method: 'DELETE',
  path: '/v1/deals/:id/documents/:documentId',
  summary: 'Soft-delete a document of a deal; links to it open nothing any more.',
  params: documentParams,
  success: { status: 204 },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.DOCUMENT_NOT_FOUND'],
});

export const restoreDealDocument = defineRoute({
  ...writes,
  operation: 'restoreDealDocument',
  method: 'POST',
  path: '/v1/deals/:id/documents/:documentId/restore',
  summary: 'Bring back a deleted document of a deal.',
  params: documentParams,
  success: { status: 200, body: leadDocument },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.DOCUMENT_NOT_FOUND', 'LEAD.DOCUMENT_NOT_DELETED'],
});

export const createDealDocumentLink = defineRoute({
  ...reads,
  operation: 'createDealDocumentLink',
  method: 'POST',
  path: '/v1/deals/:id/documents/:documentId/links',
  summary: 'A link by which a browser downloads the document of a deal without credentials, for ten minutes at most.',
  params: documentParams,
  success: { status: 201, body: documentLink },
  errors: ['LEAD.DEAL_NOT_FOUND', 'LEAD.DOCUMENT_NOT_FOUND'],
});

export const dealDocumentRoutes = [
  createDealDocument,
  listDealDocuments,
  readDealDocument,
  deleteDealDocument,
  restoreDealDocument,
  createDealDocumentLink,
] as const;

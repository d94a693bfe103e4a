import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { leadIdParams, pageQuery } from './lead.js';

/** Media types that are taken, as the bytes of a file show them; whatever else is text counts as `text/plain`. */
export const DOCUMENT_MEDIA_TYPES = [
  'application/pdf',
  'application/rtf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/tiff',
  'image/heic',
  'audio/mpeg',
  'audio/wav',
  'video/mp4',
  'text/plain',
] as const;

/** A file that belongs to a lead, a deal or a task. */
export const leadDocument = z
  .object({
    id: z.uuid(),
    /** As it was called when it was uploaded, without folders. */
    fileName: z.string(),
    /** One of those that are taken; told by the bytes, never by the name. */
    mediaType: z.string(),
    sizeBytes: z.int(),
    /** Of the bytes, hex. */
    sha256: z.string(),
    /** Who uploaded it. */
    author: z.object({ kind: z.string(), id: z.string() }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'LeadDocument' });
export type LeadDocument = z.infer<typeof leadDocument>;

/** A document under what it belongs to. */
export const documentParams = z.strictObject({ id: z.uuid(), documentId: z.uuid() });

/** The form of an upload. */
export const documentForm = {
  mediaType: 'multipart/form-data',
  description: 'Part `file`: the file, with its name.',
  maxBytes: 26 * 1024 * 1024,
  parts: z.object({ file: z.file() }),
} as const;

export const listDocumentsQuery = z.strictObject({
  ...pageQuery,
  /** `true` lists the deleted documents instead, which may be restored. */
  deleted: z.enum(['true', 'false']).default('false'),
});

export const documentPage = z.object({ items: z.array(leadDocument), nextCursor: z.string().nullable() }).meta({ id: 'LeadDocumentPage' });

export const createDocument = defineRoute({
  operation: 'createDocument',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/:id/documents',
  summary: 'Upload a file to a lead; answers when it is stored whole.',
  scope: 'leads:write',
  rateClass: 'upload',
  params: leadIdParams,
  rawBody: documentForm,
  success: { status: 201, body: leadDocument },
  errors: ['LEAD.NOT_FOUND', 'LEAD.DOCUMENT_PARTS', 'LEAD.DOCUMENT_TOO_LARGE', 'LEAD.DOCUMENT_TYPE', 'LEAD.DOCUMENT_STORAGE'],
});

export const listDocuments = defineRoute({
  operation: 'listDocuments',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/documents',
  summary: 'Documents of a lead, newest first.',
  scope: 'leads:read',
  rateClass: 'read',
  params: leadIdParams,
  query: listDocumentsQuery,
  success: { status: 200, body: documentPage },
  errors: ['LEAD.NOT_FOUND'],
});

export const readDocument = defineRoute({
  operation: 'readDocument',
  owner: 'lead',
  method: 'GET',
  path: '/v1/leads/:id/documents/:documentId',
  summary: 'What is known of one document of a lead; its bytes come by a link. A deleted one is not found.',
  scope: 'leads:read',
  rateClass: 'read',
  params: documentParams,
  success: { status: 200, body: leadDocument },
  errors: ['LEAD.NOT_FOUND', 'LEAD.DOCUMENT_NOT_FOUND'],
});

export const deleteDocument = defineRoute({
  operation: 'deleteDocument',
  owner: 'lead',
  method: 'DELETE',
  path: '/v1/leads/:id/documents/:documentId',
  summary: 'Soft-delete a document; links to it open nothing any more.',
  scope: 'leads:write',
  rateClass: 'write',
  params: documentParams,
  success: { status: 204 },
  errors: ['LEAD.NOT_FOUND', 'LEAD.DOCUMENT_NOT_FOUND'],
});

export const restoreDocument = defineRoute({
  operation: 'restoreDocument',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/:id/documents/:documentId/restore',
  summary: 'Bring back a deleted document.',
  scope: 'leads:write',
  rateClass: 'write',
  params: documentParams,
  success: { status: 200, body: leadDocument },
  errors: ['LEAD.NOT_FOUND', 'LEAD.DOCUMENT_NOT_FOUND', 'LEAD.DOCUMENT_NOT_DELETED'],
});

/** Opens one document for some minutes, to whoever has it. */
export const documentLink = z
  .object({
    /** Path below the gateway's public address. */
    path: z.string(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'DocumentLink' });
export type DocumentLink = z.infer<typeof documentLink>;

export const createDocumentLink = defineRoute({
  operation: 'createDocumentLink',
  owner: 'lead',
  method: 'POST',
  path: '/v1/leads/:id/documents/:documentId/links',
  summary: 'A link by which a browser downloads the document without credentials, for ten minutes at most.',
  scope: 'leads:read',
  rateClass: 'read',
  params: documentParams,
  success: { status: 201, body: documentLink },
  errors: ['LEAD.NOT_FOUND', 'LEAD.DOCUMENT_NOT_FOUND'],
});

export const downloadDocument = defineRoute({
  operation: 'downloadDocument',
  owner: 'lead',
  method: 'GET',
  path: '/v1/documents/:token',
  summary: 'The bytes of a document, always as an attachment.',
  scope: 'public',
  rateClass: 'public',
  params: z.strictObject({ token: z.string().max(200) }),
  success: { status: 200, media: 'application/octet-stream' },
  errors: ['LEAD.DOCUMENT_LINK', 'LEAD.DOCUMENT_NOT_FOUND', 'LEAD.DOCUMENT_STORAGE'],
});

import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { importJob, importOptions, importRow, rowOutcome } from './import.js';
import { pageQuery } from './lead.js';

const importIdParams = z.strictObject({ id: z.uuid() });

export const createImport = defineRoute({
  operation: 'createImport',
  owner: 'lead',
  method: 'POST',
  path: '/v1/imports',
  summary: 'Upload a CSV file of leads; answers when the file is stored and readable as a whole, rows follow in the background.',
  scope: 'leads:write',
  rateClass: 'upload',
  rawBody: {
    mediaType: 'multipart/form-data',
    description: 'Part `file`: the CSV file. Part `options` (optional): JSON. In either order.',
    maxBytes: 50 * 1024 * 1024,
    parts: z.object({ file: z.file(), options: importOptions.optional() }),
  },
  success: { status: 202, body: importJob },
  errors: [
    'LEAD.IMPORT_TOO_LARGE',
    'LEAD.IMPORT_PARTS',
    'LEAD.IMPORT_OPTIONS',
    'LEAD.IMPORT_ENCODING',
    'LEAD.IMPORT_NUL',
    'LEAD.IMPORT_QUOTES',
    'LEAD.IMPORT_HEADER',
    'LEAD.IMPORT_NO_ROWS',
    'LEAD.IMPORT_RECORD_TOO_LARGE',
  ],
});

export const readImport = defineRoute({
  operation: 'readImport',
  owner: 'lead',
  method: 'GET',
  path: '/v1/imports/:id',
  summary: 'Status, progress and counts of an import.',
  scope: 'leads:read',
  rateClass: 'read',
  params: importIdParams,
  success: { status: 200, body: importJob },
  errors: ['LEAD.IMPORT_NOT_FOUND'],
});

export const listImportRows = defineRoute({
  operation: 'listImportRows',
  owner: 'lead',
  method: 'GET',
  path: '/v1/imports/:id/rows',
  summary: 'What became of each row, in file order.',
  scope: 'leads:read',
  rateClass: 'read',
  params: importIdParams,
  query: z.strictObject({ ...pageQuery, outcome: rowOutcome.optional() }),
  success: { status: 200, body: z.object({ items: z.array(importRow), nextCursor: z.string().nullable() }).meta({ id: 'ImportRowPage' }) },
  errors: ['LEAD.IMPORT_NOT_FOUND'],
});

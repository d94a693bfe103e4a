import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { draftMapping, IMPORT_STATUSES, importJob, importOptions } from './import.js';
import { columnSuggestion, importReversal, importRow, rowOutcome } from './import-results.js';
import { pageQuery } from './lead.js';

const importIdParams = z.strictObject({ id: z.uuid() });

export const createImport = defineRoute({
  operation: 'createImport',
  owner: 'lead',
  method: 'POST',
  path: '/v1/imports',
  summary:
    'Upload a CSV file or a workbook (.xlsx) of leads; answers when the file is stored and readable as a whole, rows follow in the background. Of a large file the beginning is read first, the rest in the background (`reading`).',
  scope: 'leads:write',
  rateClass: 'upload',
  rawBody: {
    mediaType: 'multipart/form-data',
    description: 'Part `file`: the file. Part `options` (optional): JSON. In either order.',
    maxBytes: 512 * 1024 * 1024,
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
    'LEAD.IMPORT_FILE_TYPE',
    'LEAD.IMPORT_ENCRYPTED',
    'LEAD.IMPORT_WORKBOOK',
    'LEAD.IMPORT_EXPANDS',
    'LEAD.IMPORT_TEMPLATE_NOT_FOUND',
  ],
});

export const listImports = defineRoute({
  operation: 'listImports',
  owner: 'lead',
  method: 'GET',
  path: '/v1/imports',
  summary: 'Imports, newest first; uploads that are still coming in are not among them.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject({ ...pageQuery, status: z.enum(IMPORT_STATUSES).optional() }),
  success: { status: 200, body: z.object({ items: z.array(importJob), nextCursor: z.string().nullable() }).meta({ id: 'ImportPage' }) },
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
  query: z.strictObject({ ...pageQuery, outcome: rowOutcome.optional(), warned: z.enum(['true', 'false']).optional() }),
  success: { status: 200, body: z.object({ items: z.array(importRow), nextCursor: z.string().nullable() }).meta({ id: 'ImportRowPage' }) },
  errors: ['LEAD.IMPORT_NOT_FOUND'],
});

const columnPage = z.object({ items: z.array(columnSuggestion), nextCursor: z.null() }).meta({ id: 'ImportColumnPage' });

export const readImportMapping = defineRoute({
  operation: 'readImportMapping',
  owner: 'lead',
  method: 'GET',
  path: '/v1/imports/:id/mapping',
  summary: 'What each column seems to hold, by its name and its first values, and what it is mapped to.',
  scope: 'leads:read',
  rateClass: 'read',
  params: importIdParams,
  success: { status: 200, body: columnPage },
  errors: ['LEAD.IMPORT_NOT_FOUND', 'LEAD.IMPORT_FILE_GONE'],
});

export const changeImportMapping = defineRoute({
  operation: 'changeImportMapping',
  owner: 'lead',
  method: 'PUT',
  path: '/v1/imports/:id/mapping',
  summary: 'Which sheet of a draft is to be read, and how its rows are to be read and applied; replaces what was said before.',
  scope: 'leads:write',
  rateClass: 'write',
  params: importIdParams,
  body: draftMapping,
  success: { status: 200, body: importJob },
  errors: [
    'LEAD.IMPORT_NOT_FOUND',
    'LEAD.IMPORT_STATUS',
    'LEAD.IMPORT_OPTIONS',
    'LEAD.IMPORT_HEADER',
    'LEAD.IMPORT_NO_ROWS',
    'LEAD.IMPORT_NUL',
    'LEAD.IMPORT_RECORD_TOO_LARGE',
    'LEAD.IMPORT_WORKBOOK',
    'LEAD.IMPORT_EXPANDS',
  ],
});

const toImport = { owner: 'lead', method: 'POST', scope: 'leads:write', rateClass: 'write', params: importIdParams } as const;

export const dryRunImport = defineRoute({
  ...toImport,
  operation: 'dryRunImport',
  path: '/v1/imports/:id/dry-run',
  summary: 'Find out what each row of a draft would do; changes no lead. The draft can be started afterwards.',
  success: { status: 202, body: importJob },
  errors: ['LEAD.IMPORT_NOT_FOUND', 'LEAD.IMPORT_STATUS', 'LEAD.IMPORT_OPTIONS'],
});

export const startImport = defineRoute({
  ...toImport,
  operation: 'startImport',
  path: '/v1/imports/:id/start',
  summary: 'Bring the rows of a draft in.',
  success: { status: 202, body: importJob },
  errors: ['LEAD.IMPORT_NOT_FOUND', 'LEAD.IMPORT_STATUS', 'LEAD.IMPORT_OPTIONS'],
});

export const cancelImport = defineRoute({
  ...toImport,
  operation: 'cancelImport',
  path: '/v1/imports/:id/cancel',
  summary: 'Stop an import for good; rows that are in stay in.',
  success: { status: 200, body: importJob },
  errors: ['LEAD.IMPORT_NOT_FOUND', 'LEAD.IMPORT_STATUS'],
});

export const revertImport = defineRoute({
  ...toImport,
  operation: 'revertImport',
  path: '/v1/imports/:id/revert',
  summary: 'Take back what an import did: leads it created are deleted, fields it overwrote restored, unless changed since.',
  success: { status: 202, body: importJob },
  errors: ['LEAD.IMPORT_NOT_FOUND', 'LEAD.IMPORT_STATUS'],
});

export const listImportReversals = defineRoute({
  operation: 'listImportReversals',
  owner: 'lead',
  method: 'GET',
  path: '/v1/imports/:id/reversals',
  summary: 'What a reversal did with each lead, with the fields it had to leave.',
  scope: 'leads:read',
  rateClass: 'read',
  params: importIdParams,
  query: z.strictObject({ ...pageQuery, outcome: importReversal.shape.outcome.optional() }),
  success: {
    status: 200,
    body: z.object({ items: z.array(importReversal), nextCursor: z.string().nullable() }).meta({ id: 'ImportReversalPage' }),
  },
  errors: ['LEAD.IMPORT_NOT_FOUND'],
});

export const readImportErrors = defineRoute({
  operation: 'readImportErrors',
  owner: 'lead',
  method: 'GET',
  path: '/v1/imports/:id/errors.csv',
  summary: 'The rows that did not go in, as they stand in the file, each with the reason: mend them and upload them again.',
  scope: 'leads:read',
  rateClass: 'read',
  params: importIdParams,
  success: { status: 200, media: 'text/csv' },
  errors: ['LEAD.IMPORT_NOT_FOUND', 'LEAD.IMPORT_FILE_GONE'],
});

export const watchImport = defineRoute({
  operation: 'watchImport',
  owner: 'lead',
  method: 'GET',
  path: '/v1/imports/:id/events',
  summary: 'Progress as it happens (server-sent events): `progress` carries the import, `end` the last of it.',
  scope: 'leads:read',
  rateClass: 'read',
  params: importIdParams,
  success: { status: 200, media: 'text/event-stream' },
  errors: ['LEAD.IMPORT_NOT_FOUND'],
});

/** Routes of imports, for the list of the service that answers them. */
export const importRoutes = [
  createImport,
  listImports,
  readImport,
  listImportRows,
  readImportMapping,
  changeImportMapping,
  dryRunImport,
  startImport,
  cancelImport,
  revertImport,
  listImportReversals,
  readImportErrors,
  watchImport,
] as const;

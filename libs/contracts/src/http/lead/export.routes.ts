import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { createExportBody, leadExport } from './export.js';
import { pageQuery } from './lead.js';

const exportParams = z.strictObject({ id: z.uuid() });

export const createExport = defineRoute({
  operation: 'createExport',
  owner: 'lead',
  method: 'POST',
  path: '/v1/exports',
  summary: 'Ask for a file of leads, CSV or XLSX; it can be downloaded at once, as often as needed, for seven days.',
  scope: 'leads:read',
  rateClass: 'write',
  body: createExportBody,
  success: { status: 201, body: leadExport },
  errors: ['LEAD.EXPORT_INVALID', 'LEAD.SEGMENT_NOT_FOUND'],
});

export const listExports = defineRoute({
  operation: 'listExports',
  owner: 'lead',
  method: 'GET',
  path: '/v1/exports',
  summary: 'Exports of the last seven days, whoever asked for them, newest first.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(leadExport), nextCursor: z.string().nullable() }).meta({ id: 'ExportPage' }),
  },
});

export const readExport = defineRoute({
  operation: 'readExport',
  owner: 'lead',
  method: 'GET',
  path: '/v1/exports/:id',
  summary: 'What an export holds, and where its file is.',
  scope: 'leads:read',
  rateClass: 'read',
  params: exportParams,
  success: { status: 200, body: leadExport },
  errors: ['LEAD.EXPORT_NOT_FOUND'],
});

export const downloadExport = defineRoute({
  operation: 'downloadExport',
  owner: 'lead',
  method: 'GET',
  path: '/v1/exports/:id/file',
  summary:
    'The file: UTF-8 CSV or XLSX, as it is made. A connection that ends early has not had all of it. In CSV, an apostrophe stands before cells that a spreadsheet would calculate; imports take it away again.',
  scope: 'leads:read',
  rateClass: 'read',
  params: exportParams,
  success: { status: 200, media: 'text/csv' },
  errors: ['LEAD.EXPORT_NOT_FOUND', 'LEAD.EXPORT_INVALID', 'LEAD.SEGMENT_NOT_FOUND'],
});

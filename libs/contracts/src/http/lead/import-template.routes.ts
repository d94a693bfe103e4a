import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { createImportTemplateBody, importTemplate, patchImportTemplateBody } from './import-template.js';
import { pageQuery } from './lead.js';

const templateParams = z.strictObject({ id: z.uuid() });

export const createImportTemplate = defineRoute({
  operation: 'createImportTemplate',
  owner: 'lead',
  method: 'POST',
  path: '/v1/import-templates',
  summary: 'Keep import options under a name.',
  scope: 'leads:write',
  rateClass: 'write',
  body: createImportTemplateBody,
  success: { status: 201, body: importTemplate },
  errors: ['LEAD.IMPORT_OPTIONS', 'LEAD.IMPORT_TEMPLATE_TAKEN'],
});

export const readImportTemplate = defineRoute({
  operation: 'readImportTemplate',
  owner: 'lead',
  method: 'GET',
  path: '/v1/import-templates/:id',
  summary: 'One import template; its version is the ETag.',
  scope: 'leads:read',
  rateClass: 'read',
  params: templateParams,
  success: { status: 200, body: importTemplate },
  errors: ['LEAD.IMPORT_TEMPLATE_NOT_FOUND'],
});

export const listImportTemplates = defineRoute({
  operation: 'listImportTemplates',
  owner: 'lead',
  method: 'GET',
  path: '/v1/import-templates',
  summary: 'Import templates by name.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(importTemplate), nextCursor: z.string().nullable() }).meta({ id: 'ImportTemplatePage' }),
  },
});

export const patchImportTemplate = defineRoute({
  operation: 'patchImportTemplate',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/import-templates/:id',
  summary: 'Rename a template or replace its options.',
  scope: 'leads:write',
  rateClass: 'write',
  params: templateParams,
  body: patchImportTemplateBody,
  ifMatch: true,
  success: { status: 200, body: importTemplate },
  errors: ['LEAD.IMPORT_OPTIONS', 'LEAD.IMPORT_TEMPLATE_NOT_FOUND', 'LEAD.IMPORT_TEMPLATE_STALE', 'LEAD.IMPORT_TEMPLATE_TAKEN'],
});

export const deleteImportTemplate = defineRoute({
  operation: 'deleteImportTemplate',
  owner: 'lead',
  method: 'DELETE',
  path: '/v1/import-templates/:id',
  summary: 'Remove a template; imports that used it stay as they are.',
  scope: 'leads:write',
  rateClass: 'write',
  params: templateParams,
  ifMatch: true,
  success: { status: 204 },
  errors: ['LEAD.IMPORT_TEMPLATE_NOT_FOUND', 'LEAD.IMPORT_TEMPLATE_STALE'],
});

/** Routes of import templates, for the list of the service that answers them. */
export const importTemplateRoutes = [
  createImportTemplate,
  readImportTemplate,
  listImportTemplates,
  patchImportTemplate,
  deleteImportTemplate,
] as const;

import { z } from 'zod';
import { importTemplateOptions } from './import.js';

/** Options for files of one kind, under a name. */
export const importTemplate = z
  .object({
    id: z.uuid(),
    /** Grows by one with every change; the `ETag` of the template. */
    version: z.int().min(1),
    /** Unique in the tenant, whatever its case. */
    name: z.string(),
    options: importTemplateOptions,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'ImportTemplate' });
export type ImportTemplate = z.infer<typeof importTemplate>;

const templateName = z.string().trim().min(1).max(100);
export const createImportTemplateBody = z
  .strictObject({ name: templateName, options: importTemplateOptions })
  .meta({ id: 'CreateImportTemplate' });
export const patchImportTemplateBody = z
  .strictObject({ name: templateName.optional(), options: importTemplateOptions.optional() })
  .meta({ id: 'PatchImportTemplate' });

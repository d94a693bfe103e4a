import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { customValue } from '../../lead-fields.js';
import { createCustomFieldBody, customField, customFieldEntity, patchCustomFieldBody } from './custom-field.js';
import { fieldChange } from './lead-audit.routes.js';
import { pageQuery } from './lead.js';

const customFieldParams = z.strictObject({ id: z.uuid() });

export const createCustomField = defineRoute({
  operation: 'createCustomField',
  owner: 'lead',
  method: 'POST',
  path: '/v1/custom-fields',
  summary: 'Add a typed field of your own; 200 live ones at most.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: createCustomFieldBody,
  success: { status: 201, body: customField },
  errors: ['LEAD.CUSTOM_FIELD_INVALID', 'LEAD.CUSTOM_FIELD_KEY_TAKEN', 'LEAD.CUSTOM_FIELD_LIMIT'],
});

export const readCustomField = defineRoute({
  operation: 'readCustomField',
  owner: 'lead',
  method: 'GET',
  path: '/v1/custom-fields/:id',
  summary: 'One custom field; its version is the ETag.',
  scope: 'leads:read',
  rateClass: 'read',
  params: customFieldParams,
  success: { status: 200, body: customField },
  errors: ['LEAD.CUSTOM_FIELD_NOT_FOUND'],
});

export const listCustomFields = defineRoute({
  operation: 'listCustomFields',
  owner: 'lead',
  method: 'GET',
  path: '/v1/custom-fields',
  summary: 'Every custom field in the order of forms, archived ones last.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject({ entity: customFieldEntity.default('lead') }),
  success: {
    status: 200,
    body: z.object({ items: z.array(customField), nextCursor: z.null() }).meta({ id: 'CustomFieldPage' }),
  },
});

export const patchCustomField = defineRoute({
  operation: 'patchCustomField',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/custom-fields/:id',
  summary: 'Change a custom field by JSON merge patch; what leads already hold must still be right.',
  scope: 'tenant:write',
  rateClass: 'write',
  params: customFieldParams,
  body: patchCustomFieldBody,
  ifMatch: true,
  success: { status: 200, body: customField },
  errors: [
    'LEAD.CUSTOM_FIELD_NOT_FOUND',
    'LEAD.CUSTOM_FIELD_STALE',
    'LEAD.CUSTOM_FIELD_INVALID',
    'LEAD.CUSTOM_FIELD_KEY_TAKEN',
    'LEAD.CUSTOM_FIELD_LIMIT',
  ],
});

export const deleteCustomField = defineRoute({
  operation: 'deleteCustomField',
  owner: 'lead',
  method: 'DELETE',
  path: '/v1/custom-fields/:id',
  summary: 'Remove a custom field that no lead has a value of; others are archived instead.',
  scope: 'tenant:write',
  rateClass: 'write',
  params: customFieldParams,
  ifMatch: true,
  success: { status: 204 },
  errors: ['LEAD.CUSTOM_FIELD_NOT_FOUND', 'LEAD.CUSTOM_FIELD_STALE', 'LEAD.CUSTOM_FIELD_IN_USE'],
});

/** A value that several live leads have in a field that is to be unique. */
export const customFieldConflict = z
  .object({
    code: z.literal('unique.repeated'),
    value: customValue,
    /** How many live leads have it. */
    leads: z.int().min(2),
    /** Some of them, ten at most. */
    leadIds: z.array(z.uuid()),
  })
  .meta({ id: 'CustomFieldConflict' });
export type CustomFieldConflict = z.infer<typeof customFieldConflict>;

export const listCustomFieldConflicts = defineRoute({
  operation: 'listCustomFieldConflicts',
  owner: 'lead',
  method: 'GET',
  path: '/v1/custom-fields/:id/conflicts',
  summary: 'Values that live leads share in a field that is to be unique; once none is left, the field becomes so by itself.',
  scope: 'leads:read',
  rateClass: 'read',
  params: customFieldParams,
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) }),
  success: {
    status: 200,
    body: z.object({ items: z.array(customFieldConflict), nextCursor: z.null() }).meta({ id: 'CustomFieldConflicts' }),
  },
  errors: ['LEAD.CUSTOM_FIELD_NOT_FOUND'],
});

/** Who changed which settings of a custom field, from what to what. */
export const customFieldChange = z
  .object({
    /** After the change; of a removal one more than the last. */
    version: z.int().min(1),
    action: z.enum(['created', 'updated', 'removed']),
    /** `before` is null in a creation, `after` in a removal. */
    changes: z.array(fieldChange),
    actor: z.object({ kind: z.string(), id: z.string() }),
    requestId: z.string(),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'CustomFieldChange' });
export type CustomFieldChange = z.infer<typeof customFieldChange>;

export const listCustomFieldChanges = defineRoute({
  operation: 'listCustomFieldChanges',
  owner: 'lead',
  method: 'GET',
  path: '/v1/custom-fields/:id/history',
  summary: 'Every change of a custom field, latest first; stays readable after the field was removed.',
  scope: 'leads:read',
  rateClass: 'read',
  params: customFieldParams,
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(customFieldChange), nextCursor: z.string().nullable() }).meta({ id: 'CustomFieldChangePage' }),
  },
  errors: ['LEAD.CUSTOM_FIELD_NOT_FOUND'],
});

/** Routes of custom fields, for the list of the service that answers them. */
export const customFieldRoutes = [
  createCustomField,
  readCustomField,
  listCustomFields,
  patchCustomField,
  deleteCustomField,
  listCustomFieldChanges,
  listCustomFieldConflicts,
] as const;

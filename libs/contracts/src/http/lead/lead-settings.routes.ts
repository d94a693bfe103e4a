import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { leadStatus } from '../../lead-fields.js';
import { fieldChange } from './lead-audit.routes.js';
import { pageQuery } from './lead.js';

/** From each status, those that a lead may move to; from a status that is not named, to any. */
export const statusTransitions = z.partialRecord(leadStatus, z.array(leadStatus).max(20));

/** How a tenant works with its leads. */
export const leadSettings = z
  .object({
    /** Grows by one with every change; the `ETag`. 1 while nothing was ever changed. */
    version: z.int().min(1),
    statusTransitions,
    /** ISO 3166-1 alpha-2: where phone numbers without country code belong when nobody says; null means they are refused. */
    phoneRegion: z.string().nullable(),
    /** Null while nothing was ever changed. */
    updatedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'LeadSettings' });
export type LeadSettings = z.infer<typeof leadSettings>;

export const patchLeadSettingsBody = z
  .strictObject({
    statusTransitions: statusTransitions.nullable(),
    phoneRegion: z.string().max(2).nullable(),
  })
  .partial()
  .meta({ id: 'PatchLeadSettings' });
export type PatchLeadSettings = z.infer<typeof patchLeadSettingsBody>;

export const readLeadSettings = defineRoute({
  operation: 'readLeadSettings',
  owner: 'lead',
  method: 'GET',
  path: '/v1/settings',
  summary: 'How the tenant works with its leads; the version is the ETag.',
  scope: 'leads:read',
  rateClass: 'read',
  success: { status: 200, body: leadSettings },
});

export const patchLeadSettings = defineRoute({
  operation: 'patchLeadSettings',
  owner: 'lead',
  method: 'PATCH',
  path: '/v1/settings',
  summary: 'Change settings; a setting is replaced as a whole, null brings back its default.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: patchLeadSettingsBody,
  ifMatch: true,
  success: { status: 200, body: leadSettings },
  errors: ['LEAD.SETTINGS_STALE', 'LEAD.SETTINGS_INVALID'],
});

/** Who changed which settings, from what to what. */
export const leadSettingsChange = z
  .object({
    /** After the change. */
    version: z.int().min(2),
    changes: z.array(fieldChange),
    actor: z.object({ kind: z.string(), id: z.string() }),
    requestId: z.string(),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'LeadSettingsChange' });
export type LeadSettingsChange = z.infer<typeof leadSettingsChange>;

export const listLeadSettingsChanges = defineRoute({
  operation: 'listLeadSettingsChanges',
  owner: 'lead',
  method: 'GET',
  path: '/v1/settings/history',
  summary: 'Every change of the settings, latest first.',
  scope: 'leads:read',
  rateClass: 'read',
  query: z.strictObject(pageQuery),
  success: {
    status: 200,
    body: z.object({ items: z.array(leadSettingsChange), nextCursor: z.string().nullable() }).meta({ id: 'LeadSettingsChangePage' }),
  },
});

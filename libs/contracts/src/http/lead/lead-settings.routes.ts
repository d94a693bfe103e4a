import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { leadStatus, leadStatusMeaning } from '../../lead-fields.js';
import { fieldChange } from './lead-audit.routes.js';
import { pageQuery } from './lead.js';

/** From each status, those that a lead may move to; from a status that is not named, to any. */
export const statusTransitions = z.record(leadStatus, z.array(leadStatus).max(20));

/** Statuses, and lifecycle stages, that a tenant may have. */
export const MAX_VOCABULARY = 20;

/** In kebab-case; what leads, events and filters carry. */
const vocabularyKey = z
  .string()
  .max(50)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters and digits in words joined by `-`');
const vocabularyLabel = z.string().max(200);

const statusDefinition = {
  key: vocabularyKey,
  /** As people read it; files and filters may name the status by it. */
  label: vocabularyLabel,
  /** Whether there is something to do about a lead with it, or it ended so. That of a default key never changes. */
  meaning: leadStatusMeaning,
};
const stageDefinition = {
  key: vocabularyKey,
  /** As people read it; files and filters may name the stage by it. */
  label: vocabularyLabel,
};

/** A status that leads of the tenant can have. */
export const leadStatusDefinition = z.object(statusDefinition).meta({ id: 'LeadStatusDefinition' });
export type LeadStatusDefinition = z.infer<typeof leadStatusDefinition>;

/** A lifecycle stage that leads of the tenant can have. */
export const lifecycleStageDefinition = z.object(stageDefinition).meta({ id: 'LifecycleStageDefinition' });
export type LifecycleStageDefinition = z.infer<typeof lifecycleStageDefinition>;

/** How a tenant works with its leads. */
export const leadSettings = z
  .object({
    /** Grows by one with every change; the `ETag`. 1 while nothing was ever changed. */
    version: z.int().min(1),
    statusTransitions,
    /** In the order of the funnel: an import moves no lead backwards. New leads have the first. */
    leadStatuses: z.array(leadStatusDefinition),
    /** From stranger to customer. New leads are at `lead`, or at the first where there is no such stage. */
    lifecycleStages: z.array(lifecycleStageDefinition),
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
    /** All of them, in order. One that leads still have, deleted ones that can be restored among them, cannot be left out. */
    leadStatuses: z.array(z.strictObject(statusDefinition)).min(1).max(MAX_VOCABULARY).nullable(),
    /** All of them, in order. One that leads still have, deleted ones that can be restored among them, cannot be left out. */
    lifecycleStages: z.array(z.strictObject(stageDefinition)).min(1).max(MAX_VOCABULARY).nullable(),
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
  errors: ['LEAD.SETTINGS_STALE', 'LEAD.SETTINGS_INVALID', 'LEAD.SETTINGS_IN_USE'],
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

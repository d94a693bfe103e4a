import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { retentionAction, retentionCategory } from '../../retention-fields.js';

const days = z.int().min(1);

/** What a tenant says of one category. */
export const retentionRule = z
  .strictObject({
    category: retentionCategory,
    /** One of `actions` of the category. */
    action: retentionAction,
    /** Days since the data were recorded; within `minDays` and `maxDays` of the category. */
    afterDays: days,
  })
  .meta({ id: 'RetentionRule' });
export type RetentionRule = z.infer<typeof retentionRule>;

export const retentionRules = z
  .array(retentionRule)
  .max(20)
  .refine((rules) => new Set(rules.map(({ category }) => category)).size === rules.length, 'name each category once');

/** How long the tenant keeps what. */
export const retentionPolicy = z
  .object({
    rules: z.array(
      z.object({
        category: retentionCategory,
        action: retentionAction,
        afterDays: days,
        /** The tenant said nothing of it. */
        isDefault: z.boolean(),
        /** Who has the data. */
        service: z.string(),
        /** What may be said of it. */
        actions: z.array(retentionAction),
        minDays: days,
        maxDays: days,
      }),
    ),
    version: z.int().min(1),
    updatedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'RetentionPolicy' });
export type RetentionPolicy = z.infer<typeof retentionPolicy>;

export const readRetention = defineRoute({
  operation: 'readRetention',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/retention',
  summary: 'How long the tenant keeps what, category by category; the version is the ETag.',
  scope: 'compliance:read',
  rateClass: 'read',
  success: { status: 200, body: retentionPolicy },
});

export const putRetention = defineRoute({
  operation: 'putRetention',
  owner: 'compliance',
  method: 'PUT',
  path: '/v1/retention',
  summary: 'Say how long to keep what, as a whole: a category that is left out goes by its default.',
  scope: 'tenant:write',
  rateClass: 'write',
  body: z.strictObject({ rules: retentionRules }).meta({ id: 'PutRetention' }),
  ifMatch: true,
  success: { status: 200, body: retentionPolicy },
  errors: ['COMPLIANCE.RETENTION_STALE', 'COMPLIANCE.RETENTION_OUT_OF_BOUNDS'],
});

import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { channel } from '../../lead-fields.js';
import { dncSource } from './dnc-load.routes.js';

const instant = z.iso.datetime();

/** How a list stood when it was asked. Whatever is not `current` blocks: nobody knows whether the number is on it. */
export const DNC_LIST_STATES = ['current', 'stale', 'not_loaded', 'behind'] as const;

/** A list of numbers that an answer rests on. */
export const dncListState = z
  .object({
    source: dncSource,
    /** `stale`: older than it may be. `not_loaded`: never. `behind`: a newer version is there, but has not come to who was asked. */
    state: z.enum(DNC_LIST_STATES),
    /** Grows with every load; null when there was none. */
    version: z.int().min(1).nullable(),
    /** When it was got from whoever keeps it. */
    listedAt: instant.nullable(),
    /** Whole seconds since then. */
    ageSeconds: z.int().min(0).nullable(),
    /** Older than that it is `stale`; null for lists that do not age. */
    maxAgeSeconds: z.int().min(1).nullable(),
  })
  .meta({ id: 'DncListState' });
export type DncListState = z.infer<typeof dncListState>;

const singleLine = z.string().trim().min(1).max(320);

export const checkDncBatchBody = z.strictObject({
  addresses: z
    .array(z.union([z.strictObject({ phone: singleLine }), z.strictObject({ email: singleLine })]))
    .min(1)
    .max(1_000),
  /** ISO 3166-1 alpha-2; how to read phone numbers without country code. */
  phoneRegion: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /** Left out: any blocked channel blocks. Lists of numbers concern calls and text messages (47 CFR 64.1200(c) and (e)). */
  channel: channel.optional(),
  /** Lists that must be asked, loaded or not; left out: those that were loaded. */
  sources: z.array(dncSource).max(60).optional(),
});
export type CheckDncBatchBody = z.infer<typeof checkDncBatchBody>;

/** Why an address is blocked. */
export const dncBlockReason = z.object({
  /**
   * `entry`: an entry of the tenant's DNC list. `listed`: the number is on a list. `list_stale`, `list_not_loaded`, `list_behind`:
   * whether it is cannot be told. `bad_phone`, `bad_email`: no address. Readers must accept new ones.
   */
  code: z.string(),
  /** Of `entry`. */
  entryId: z.uuid().optional(),
  /** Of an entry for a whole domain: that domain. */
  domain: z.string().optional(),
  /** Of the list. */
  source: dncSource.optional(),
});
export type DncBlockReason = z.infer<typeof dncBlockReason>;

export const dncBatchCheck = z
  .object({
    /** One for each address, in their order. */
    items: z.array(z.object({ blocked: z.boolean(), reasons: z.array(dncBlockReason) })),
    lists: z.array(dncListState),
    /** Version of the tenant's DNC list; grows with every change. */
    listVersion: z.int().min(0),
    answeredAt: instant,
  })
  .meta({ id: 'DncBatchCheck' });
export type DncBatchCheck = z.infer<typeof dncBatchCheck>;

export const checkDncBatch = defineRoute({
  operation: 'checkDncBatch',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/dnc/batch',
  summary: 'Whether up to 1,000 phone numbers or e-mail addresses are blocked, by the DNC list or by lists that were loaded.',
  scope: 'compliance:read',
  rateClass: 'read',
  body: checkDncBatchBody,
  success: { status: 200, body: dncBatchCheck },
});

import { z } from 'zod';
import { defineRoute } from '../../define-route.js';
import { channel } from '../../lead-fields.js';
import { DNC_LOAD_STATUSES } from './dnc-load.routes.js';
import { addDncEntryBody, dncEntryKind } from './dnc.routes.js';

const instant = z.iso.datetime();
const count = z.int().min(0);

/** What holds of every entry that a file makes, and how its rows are read. */
export const dncEntryLoadOptions = addDncEntryBody.omit({ kind: true, value: true }).extend({
  /** What every row is; left out, each is what it looks like: with `@` an address, a domain, or a phone number. */
  kind: dncEntryKind.optional(),
  /** The first row names the columns. */
  hasHeadings: z.boolean().default(false),
});
export type DncEntryLoadOptions = z.infer<typeof dncEntryLoadOptions>;

/** A file of addresses and domains that become entries of the tenant's list, all of them or none. */
export const dncEntryLoad = z
  .object({
    id: z.uuid(),
    status: z.enum(DNC_LOAD_STATUSES),
    /** In rows. */
    progress: z.object({
      done: count,
      /** 0 until the file was opened. */
      total: count,
      /** 0 to 100, rounded down; 100 only at the end. */
      percent: z.int().min(0).max(100),
      /** Null until the first rows are read, 0 at the end. */
      etaSeconds: count.nullable(),
    }),
    counts: z.object({
      /** Rows that are not blank. */
      rows: count,
      added: count,
      /** Entries that were there and block longer now, or say better why. */
      changed: count,
      /** Rows that said what held already: repeated ones, too. */
      unchanged: count,
      /** Rows that are no address and no domain. */
      refused: count,
    }),
    /** The first refused rows. */
    problems: z.array(
      z.object({
        line: z.int().min(1),
        /** `phone`, `email`, `domain`: not one of these; readers must accept new ones. */
        code: z.string(),
        /** What stands there, but for its first or last characters. */
        value: z.string(),
      }),
    ),
    /** Why the file was refused: an error code; null unless it was. Nothing of it is on the list then. */
    refusal: z.string().nullable(),
    channels: z.array(channel),
    reason: z.string(),
    source: z.string(),
    createdAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: 'DncEntryLoad' });
export type DncEntryLoad = z.infer<typeof dncEntryLoad>;

export const createDncEntryLoad = defineRoute({
  operation: 'createDncEntryLoad',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/dnc/entry-loads',
  summary:
    'Upload e-mail addresses, phone numbers of any country and domains for the DNC list; answers when the file is stored, the entries follow, all or none.',
  scope: 'compliance:write',
  rateClass: 'upload',
  rawBody: {
    mediaType: 'multipart/form-data',
    description:
      'Part `options`: JSON. Then part `file`: one address, number or domain a row, the first cell of CSV; plain or gzip, UTF-8.',
    maxBytes: 64 * 1024 * 1024,
    parts: z.object({ file: z.file(), options: dncEntryLoadOptions }),
  },
  success: { status: 202, body: dncEntryLoad },
  errors: ['COMPLIANCE.DNC_LOAD_PARTS', 'COMPLIANCE.DNC_LOAD_OPTIONS', 'COMPLIANCE.DNC_LOAD_TOO_LARGE', 'COMPLIANCE.EXPIRES_IN_PAST'],
});

export const dncEntryLoadParams = z.strictObject({ id: z.uuid() });

export const getDncEntryLoad = defineRoute({
  operation: 'getDncEntryLoad',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/dnc/entry-loads/:id',
  summary: 'How far a load of entries is, and what came of it.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: dncEntryLoadParams,
  success: { status: 200, body: dncEntryLoad },
  errors: ['COMPLIANCE.DNC_LOAD_NOT_FOUND'],
});

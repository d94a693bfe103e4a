import { z } from 'zod';
import { defineRoute } from '../../define-route.js';

const instant = z.iso.datetime();

/** The National Do Not Call Registry of the FTC. */
export const US_NATIONAL = 'us-national';

/** Whose list it is: `us-national`, a state's (`us-tx`), or one of the tenant's own (`own-partners`). */
export const dncSource = z
  .string()
  .max(60)
  .regex(/^(us-national|us-[a-z]{2}|own-[a-z0-9]+(-[a-z0-9]+)*)$/, 'must be us-national, us- and a state, or own- and a name');

/** `full`: the file is the list. `delta`: its rows are changes, added (A) or deleted (D). */
export const DNC_LOAD_MODES = ['full', 'delta'] as const;

export const dncLoadOptions = z
  .strictObject({
    source: dncSource,
    mode: z.enum(DNC_LOAD_MODES),
    /** When the file was got from whoever keeps the list; not before that of the load before. */
    listedAt: instant,
    /** Demanded of changes, and of them alone: `listedAt` of the list that they are changes of, as its load answered it. A list as of another instant is not changed. */
    since: instant.optional(),
    /** The list may lose more than one in ten of its numbers by a full load; else that is taken for a file that lacks some. */
    allowShrink: z.boolean().default(false),
  })
  .refine(({ mode, since }) => (mode === 'delta') === (since !== undefined), {
    path: ['since'],
    message: 'must be said of changes, and of nothing else',
  });
export type DncLoadOptions = z.infer<typeof dncLoadOptions>;

export const DNC_LOAD_STATUSES = ['pending', 'completed', 'refused'] as const;

/** A file of phone numbers that becomes a list's next version, or changes nothing. */
export const dncLoad = z
  .object({
    id: z.uuid(),
    source: dncSource,
    mode: z.enum(DNC_LOAD_MODES),
    listedAt: instant,
    status: z.enum(DNC_LOAD_STATUSES),
    /** In bytes of the file, as it came. */
    progress: z.object({
      done: z.int().min(0),
      total: z.int().min(0),
      /** 0 to 100, rounded down. */
      percent: z.int().min(0).max(100),
      /** Null until the first bytes are read, 0 at the end. */
      etaSeconds: z.int().min(0).nullable(),
      /** As `done`. */
      doneBytes: z.int().min(0),
      /** As `total`. */
      totalBytes: z.int().min(0),
    }),
    counts: z.object({
      /** Rows that are not blank. */
      rows: z.int().min(0),
      added: z.int().min(0),
      removed: z.int().min(0),
      /** Rows that said what held already: repeated ones. */
      unchanged: z.int().min(0),
      /** Rows that are no phone number of North America. */
      refused: z.int().min(0),
    }),
    /** The first refused rows, by line; never what stands there. */
    problems: z.array(
      z.object({
        line: z.int().min(1),
        /** `not_a_number`, `wrong_length`, `area_code`, `no_operation`; readers must accept new ones. */
        code: z.string(),
      }),
    ),
    /** Why the file was refused: an error code; null unless it was. */
    refusal: z.string().nullable(),
    /** Of the list that it made; null until then. */
    version: z.int().min(1).nullable(),
    /** Numbers on that list; null until then. */
    size: z.int().min(0).nullable(),
    createdAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: 'DncLoad' });
export type DncLoad = z.infer<typeof dncLoad>;

export const createDncLoad = defineRoute({
  operation: 'createDncLoad',
  owner: 'compliance',
  method: 'POST',
  path: '/v1/dnc/loads',
  summary:
    'Upload a do-not-call list of North American phone numbers, whole or as changes; answers when the file is stored, the list follows.',
  scope: 'compliance:write',
  rateClass: 'upload',
  rawBody: {
    mediaType: 'multipart/form-data',
    description: 'Part `options`: JSON. Then part `file`: one number a row, plain or gzip.',
    maxBytes: 4 * 1024 * 1024 * 1024,
    parts: z.object({ file: z.file(), options: dncLoadOptions }),
  },
  success: { status: 202, body: dncLoad },
  errors: ['COMPLIANCE.DNC_LOAD_PARTS', 'COMPLIANCE.DNC_LOAD_OPTIONS', 'COMPLIANCE.DNC_LOAD_TOO_LARGE', 'COMPLIANCE.DNC_LOAD_OUTDATED'],
});

export const dncLoadParams = z.strictObject({ id: z.uuid() });

export const getDncLoad = defineRoute({
  operation: 'getDncLoad',
  owner: 'compliance',
  method: 'GET',
  path: '/v1/dnc/loads/:id',
  summary: 'How far a load is, and what came of it.',
  scope: 'compliance:read',
  rateClass: 'read',
  params: dncLoadParams,
  success: { status: 200, body: dncLoad },
  errors: ['COMPLIANCE.DNC_LOAD_NOT_FOUND'],
});

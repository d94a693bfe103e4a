import { z } from 'zod';

/** Lead fields a column can fill. `status` only ever moves a lead forward; `statusChangedAt` says when. */
export const IMPORT_FIELDS = [
  'externalId',
  'firstName',
  'lastName',
  'email',
  'phone',
  'phoneRegion',
  'company',
  'timeZone',
  'source',
  'capturedAt',
  'status',
  'statusChangedAt',
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** A lead field, or `sourceMetadata.<name>`. */
export const importTarget = z.union(
  [z.enum(IMPORT_FIELDS), z.templateLiteral(['sourceMetadata.', z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/)])],
  { error: 'must be a lead field or sourceMetadata.<name>' },
);
export type ImportTarget = z.infer<typeof importTarget>;

export const IMPORT_MATCH_FIELDS = ['externalId', 'email', 'phone'] as const;
export const IMPORT_DELIMITERS = [',', ';', '\t', '|'] as const;
export const IMPORT_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;

/** How a file is to be read and applied: the `options` part of an upload, JSON. */
export const importOptions = z
  .strictObject({
    /** Column heading → lead field; columns left out are ignored. Derived from the headings when absent. */
    mapping: z.record(z.string().max(200), importTarget).optional(),
    /** Values for every row that does not state its own: no column for the field, or a blank cell. */
    constants: z.partialRecord(importTarget, z.string().max(1_000)).optional(),
    /** The field by which a row finds a lead that is already there. */
    matchBy: z.enum(IMPORT_MATCH_FIELDS).default('externalId'),
    /** What happens to a row whose lead is already there. */
    onMatch: z.enum(['update', 'skip']).default('update'),
    /** Words that mean a blank cell, such as `Select` or `N/A`, in any case; none when absent, since they are names, too. */
    blankWords: z.array(z.string().min(1).max(50)).max(50).optional(),
    /** Found out from the first rows when absent. */
    delimiter: z.enum(IMPORT_DELIMITERS).optional(),
    /** Found out from the bytes when absent: UTF-8, UTF-16 or, where they are neither, Windows-1252. A byte order mark outweighs it. */
    encoding: z.enum(IMPORT_ENCODINGS).optional(),
    /** ISO 3166-1 alpha-2: region of phone numbers without country code. */
    region: z.string().length(2).optional(),
    /** IANA zone of dates and times that state no offset. */
    timeZone: z.string().max(64).default('UTC'),
  })
  .meta({ id: 'ImportOptions' });
export type ImportOptions = z.infer<typeof importOptions>;

export const IMPORT_STATUSES = ['pending', 'running', 'completed', 'failed'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** An upload of leads on its way into the store. */
export const importJob = z
  .object({
    id: z.uuid(),
    status: z.enum(IMPORT_STATUSES),
    fileName: z.string().nullable(),
    sizeBytes: z.int().min(0),
    matchBy: z.enum(IMPORT_MATCH_FIELDS),
    onMatch: z.enum(['update', 'skip']),
    /** The mapping in force, given or derived. */
    mapping: z.record(z.string(), z.string()),
    /** In rows. */
    progress: z.object({
      done: z.int().min(0),
      total: z.int().min(0),
      /** 0 to 100, rounded down. */
      percent: z.int().min(0).max(100),
      /** Null until the first rows are in, 0 at the end. */
      etaSeconds: z.int().min(0).nullable(),
    }),
    /** Rows that are done; `rows` is the sum of the other four. */
    counts: z.object({
      rows: z.int().min(0),
      created: z.int().min(0),
      updated: z.int().min(0),
      skipped: z.int().min(0),
      failed: z.int().min(0),
    }),
    /** Why the import as a whole stopped; null unless `failed`. */
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    completedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Import' });
export type ImportJob = z.infer<typeof importJob>;

export const ROW_OUTCOMES = ['created', 'updated', 'skipped', 'failed'] as const;
export const rowOutcome = z.enum(ROW_OUTCOMES);
export type RowOutcome = z.infer<typeof rowOutcome>;

/** What became of one row. */
export const importRow = z
  .object({
    /** 1 is the first row below the headings; blank lines do not count. */
    row: z.int().min(1),
    outcome: rowOutcome,
    /** Why, in lower-case words with dots (`phone.invalid`, `lead.unchanged`); null for rows that went in as they are. */
    code: z.string().nullable(),
    /** Lead field the code speaks of. */
    path: z.string().nullable(),
    message: z.string().nullable(),
    leadId: z.uuid().nullable(),
  })
  .meta({ id: 'ImportRow' });
export type ImportRow = z.infer<typeof importRow>;

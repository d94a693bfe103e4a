import { z } from 'zod';
import { ADDRESS_MEMBERS, BUDGET_MEMBERS, customFieldColumn, metadataColumn, PROPERTY_MEMBERS, purpose } from '../../lead-fields.js';

/**
 * Lead fields a column can fill. `fullName` is parted where no column names first or last name; `status` only ever moves a lead forward,
 * `statusChangedAt` says when; `ownerEmail` is the address of the member who is to have the lead, unless `ownerId` names one; `tags` are names with `;` between them, put on beside those that the lead has, and made where there are none such.
 */
export const IMPORT_FIELDS = [
  'externalId',
  'fullName',
  'firstName',
  'lastName',
  'email',
  'phone',
  'phoneRegion',
  'company',
  'jobTitle',
  ...ADDRESS_MEMBERS,
  ...BUDGET_MEMBERS,
  ...PROPERTY_MEMBERS,
  'language',
  'timeZone',
  'source',
  'lifecycleStage',
  'ownerId',
  'ownerEmail',
  'tags',
  'capturedAt',
  'status',
  'statusChangedAt',
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** Columns of yes and no that become facts of the compliance service: what a person allowed, and that nobody may contact them. */
export const IMPORT_PERMISSIONS = [
  'consent.email',
  'consent.sms',
  'consent.whatsapp',
  'consent.voice',
  'consent.all',
  'doNotContact.email',
  'doNotContact.sms',
  'doNotContact.whatsapp',
  'doNotContact.voice',
  'doNotContact.all',
] as const;
export type ImportPermission = (typeof IMPORT_PERMISSIONS)[number];

/** A lead field, a permission, `sourceMetadata.<name>`, or `customFields.<key>`. */
export const importTarget = z.union([z.enum(IMPORT_FIELDS), z.enum(IMPORT_PERMISSIONS), metadataColumn, customFieldColumn], {
  error: 'must be a lead field, a permission, sourceMetadata.<name> or customFields.<key>',
});
export type ImportTarget = z.infer<typeof importTarget>;

export const IMPORT_MATCH_FIELDS = ['externalId', 'email', 'phone'] as const;

/** A field of which one live lead at most has a value: an identifier, or `customFields.<key>` of a field that is unique. */
export const importMatchField = z.union([z.enum(IMPORT_MATCH_FIELDS), customFieldColumn], {
  error: 'must be externalId, email, phone or customFields.<key>',
});
export type ImportMatchField = z.infer<typeof importMatchField>;

const matchKeys = z.union(
  [
    importMatchField,
    z
      .array(importMatchField)
      .min(1)
      .max(5)
      .refine((fields) => new Set(fields).size === fields.length, { message: 'must differ' }),
  ],
  { error: 'must be externalId, email, phone or customFields.<key>, or a list of them, five at most, each once' },
);

export const IMPORT_DELIMITERS = [',', ';', '\t', '|'] as const;
export const IMPORT_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;

export const IMPORT_DATE_ORDERS = ['iso', 'dmy', 'mdy'] as const;

/** Words of one column that can be translated. */
const MAX_WORDS = 500;

const onMatch = z.enum(['update', 'fill-blanks', 'skip']);
const onNoMatch = z.enum(['create', 'skip']);
const onRepeat = z.enum(['apply', 'skip']);
const onBadValue = z.enum(['fail-row', 'leave-out']);

/** How rows become leads. */
const rowOptions = {
  /** Column → lead field; columns left out are ignored. Derived from the headings when absent; those of our own exports are known. */
  mapping: z.record(z.string().max(200), importTarget).optional(),
  /** Values for every row that does not state its own: no column for the field, or a blank cell. */
  constants: z.partialRecord(importTarget, z.string().max(1_000)).optional(),
  /**
   * Column → words of the file, in any case → our words: the statuses, stages, kinds, countries, yes and no of others. A word for which
   * the text is empty says nothing, as a blank cell.
   */
  values: z
    .record(z.string().max(200), z.record(z.string().max(200).regex(/\S/, 'must not be blank'), z.string().max(200)))
    .refine((columns) => Object.values(columns).every((words) => Object.keys(words).length <= MAX_WORDS), {
      message: `may translate ${MAX_WORDS} words of a column at most`,
    })
    .optional(),
  /**
   * What a cell does that its field refuses: it fails its row, or is left out as if it were blank, with a warning. A cell of the match key, of
   * a permission or of a required custom field fails its row in any case, as a value of another lead does.
   */
  onBadValue: onBadValue.default('fail-row'),
  /**
   * The field by which a row finds a lead that is already there, or several in the order in which they are asked: the first that the row
   * states and that finds a lead decides. A row whose fields find different leads fails, as does one that states none of them.
   */
  matchBy: matchKeys.default('externalId'),
  /** What happens to a row whose lead is already there; `fill-blanks` gives it what it lacks and leaves the rest. */
  onMatch: onMatch.default('update'),
  /** What happens to a row whose lead is not there. */
  onNoMatch: onNoMatch.default('create'),
  /** What happens to a row of which a field of `matchBy` stands in a row above it that went in: it comes on top of that row, or is left out. */
  onRepeat: onRepeat.default('apply'),
  /** What the consent of consent columns is for. A yes lifts no withdrawal, and counts no more once the import is taken back. */
  consentPurpose: purpose.default('marketing'),
  /** Version of the wording that people agreed to. */
  consentTextVersion: z.string().trim().min(1).max(100).optional(),
  /** Words that mean a blank cell, such as `Select` or `N/A`, in any case; none when absent, since they are names, too. */
  blankWords: z.array(z.string().min(1).max(50)).max(50).optional(),
  /** ISO 3166-1 alpha-2: region of phone numbers without country code. */
  region: z.string().length(2).optional(),
  /** IANA zone of dates and times that state no offset. */
  timeZone: z.string().max(64).default('UTC'),
  /**
   * How dates in figures are written: year, day or month first. Found out from the first 1,000 rows when absent; where they leave it open a
   * draft says so (`options.dateOrder`). The year first and English names of months (`Mar 15, 2024`) are understood in any order.
   */
  dateOrder: z.enum(IMPORT_DATE_ORDERS).optional(),
  /** What stands before the decimals of numbers and amounts that are texts; what a workbook holds as a number is that number. */
  decimalSign: z.enum(['.', ',']).default('.'),
};

/** What the caller knows of a file; the rest is found out. Of files of one kind it is the same, so that templates keep it, too. */
const fileOptions = {
  /** CSV: found out from the first rows when absent. */
  delimiter: z.enum(IMPORT_DELIMITERS).optional(),
  /** CSV: found out from the bytes when absent: UTF-8, UTF-16 or, where they are neither, Windows-1252. A byte order mark outweighs it. */
  encoding: z.enum(IMPORT_ENCODINGS).optional(),
  /** Workbooks: name of the one sheet to read; when absent the first visible one, and the visible ones behind it that have the same headings. */
  sheet: z.string().max(100).optional(),
  /** Whether the first row names the columns; found out when absent. Without names they are `Column 1`, `Column 2`... */
  hasHeadings: z.boolean().optional(),
};

/** How a file is to be read and applied: the `options` part of an upload, JSON. */
export const importOptions = z
  .strictObject({
    ...rowOptions,
    ...fileOptions,
    /** Template whose options hold where none are stated here. */
    templateId: z.uuid().optional(),
    /** `false` leaves the import a draft, to be looked at, mapped and tried before it is started. */
    start: z.boolean().default(true),
  })
  .meta({ id: 'ImportOptions' });
export type ImportOptions = z.infer<typeof importOptions>;

/** How the rows of a draft are to be read and applied; replaces what was said before. */
export const importMapping = z.strictObject(rowOptions).meta({ id: 'ImportMapping' });
export type ImportMapping = z.infer<typeof importMapping>;

/** What may be said anew of a draft. */
export const draftMapping = importMapping
  .extend({
    /**
     * Workbooks: name of the one sheet to read from now on; null for the first visible one and those behind it that have the same headings. What is
     * read stays as it is when left out.
     */
    sheet: z.string().max(100).nullable().optional(),
  })
  .meta({ id: 'DraftMapping' });
export type DraftMapping = z.infer<typeof draftMapping>;

/**
 * (Reading →) draft → (checking → draft)* → pending → running → completed, failed or cancelled → reverting → reverted. A large file is `reading` until it
 * was read to its end; one that cannot be is `failed`, with the code that an upload of less would have been refused with.
 */
export const IMPORT_STATUSES = [
  'reading',
  'draft',
  'checking',
  'pending',
  'running',
  'completed',
  'failed',
  'cancelled',
  'reverting',
  'reverted',
] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** An upload of leads on its way into the store. */
export const importJob = z
  .object({
    id: z.uuid(),
    status: z.enum(IMPORT_STATUSES),
    fileName: z.string().nullable(),
    sizeBytes: z.int().min(0),
    /** The first of `matchKeys`. */
    matchBy: z.enum([...IMPORT_MATCH_FIELDS, 'customField']),
    /** Key of the unique custom field by which rows find their lead; null unless `matchBy` is `customField`. */
    matchCustomField: z.string().nullable(),
    /** All fields by which rows find their lead, in their order. */
    matchKeys: z.array(z.string()),
    onMatch,
    onNoMatch,
    onRepeat,
    onBadValue,
    /** The order in force, given or found out. */
    dateOrder: z.enum(IMPORT_DATE_ORDERS),
    /** Worksheets of a workbook in their order; `rows` below its headings are read of each, null of one that is not read at all. Empty for other files. */
    sheets: z.array(z.object({ name: z.string(), rows: z.int().min(0).nullable() })),
    /** Names of the columns, in their order. */
    columns: z.array(z.string()),
    /** The mapping in force, given or derived. */
    mapping: z.record(z.string(), z.string()),
    /** Why a draft cannot be started yet. */
    problems: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
    /** Whether progress, counts and rows are those of a dry run, which changed nothing. */
    isDryRun: z.boolean(),
    /** In rows; while it is `reverting`, those that are taken back of those that went in. */
    progress: z.object({
      done: z.int().min(0),
      total: z.int().min(0),
      /** 0 to 100, rounded down. */
      percent: z.int().min(0).max(100),
      /** Null until the first rows are in, 0 at the end. */
      etaSeconds: z.int().min(0).nullable(),
    }),
    /** What a reversal did so far; null unless one was asked for. */
    reversal: z
      .object({
        /** Leads that are as they were before the import, or deleted where it had created them. */
        reverted: z.int().min(0),
        /** Leads of which something was left since it was changed after the import. */
        conflicted: z.int().min(0),
      })
      .nullable(),
    /** Rows that are done; `rows` is the sum of the other four. */
    counts: z.object({
      rows: z.int().min(0),
      created: z.int().min(0),
      updated: z.int().min(0),
      skipped: z.int().min(0),
      failed: z.int().min(0),
      /** Of these rows those that went in, or were left out, with a warning. */
      warned: z.int().min(0),
    }),
    /** Why the import as a whole stopped; null unless `failed`. */
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    /** Who uploaded the file. */
    madeBy: z.object({ kind: z.string(), id: z.string() }),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    completedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Import' });
export type ImportJob = z.infer<typeof importJob>;

/** What a template keeps: how files of its kind are read, and how their rows become leads. */
export const importTemplateOptions = z.strictObject({ ...rowOptions, ...fileOptions }).meta({ id: 'ImportTemplateOptions' });
export type ImportTemplateOptions = z.infer<typeof importTemplateOptions>;

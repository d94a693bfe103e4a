import { z } from 'zod';
import {
  ADDRESS_MEMBERS,
  BUDGET_MEMBERS,
  customFieldColumn,
  customFieldReversed,
  metadataColumn,
  PROPERTY_MEMBERS,
} from '../../lead-fields.js';
import { LEAD_SORTS, listLeadsQuery } from './lead.routes.js';

export const EXPORT_FORMATS = ['csv', 'xlsx'] as const;
export const exportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof exportFormat>;

/** Fields of a lead itself; headings are the names themselves. */
export const EXPORT_COLUMNS = [
  'id',
  'externalId',
  'firstName',
  'lastName',
  'email',
  'phone',
  'company',
  'jobTitle',
  'language',
  'timeZone',
  'source',
  'lifecycleStage',
  'ownerId',
  'tags',
  'status',
  'statusChangedAt',
  'capturedAt',
  'createdAt',
  'updatedAt',
  ...ADDRESS_MEMBERS,
  ...PROPERTY_MEMBERS,
  ...BUDGET_MEMBERS,
] as const;

/**
 * What is known of a lead beside its row, as filters ask for it: the score as of the download, the temperature as it was last told. No import
 * takes them.
 */
export const EXPORT_DERIVED_COLUMNS = ['score', 'temperature'] as const;

/** Columns of which there are as many as there are when the file is made: custom fields that are not archived; names that occur, in order. */
export const EXPORT_COLUMN_GROUPS = ['customFields.*', 'sourceMetadata.*'] as const;

/** Columns when none are chosen: all that our own import takes back. */
export const EXPORT_DEFAULT_COLUMNS = [...EXPORT_COLUMNS, ...EXPORT_COLUMN_GROUPS] as const;

/** A lead field, `score`, `temperature`, `sourceMetadata.<name>`, `customFields.<key>`, or all of either: `sourceMetadata.*`, `customFields.*`. */
export const exportColumn = z.union(
  [z.enum(EXPORT_COLUMNS), z.enum(EXPORT_DERIVED_COLUMNS), z.enum(EXPORT_COLUMN_GROUPS), metadataColumn, customFieldColumn],
  { error: 'must be a lead field, score, temperature, sourceMetadata.<name> or customFields.<key>' },
);
export type ExportColumn = z.infer<typeof exportColumn>;

/** Orders of a file: every one of lists and of searches. */
export const exportSort = z.union([z.enum([...LEAD_SORTS, 'id', '-id']), customFieldColumn, customFieldReversed], {
  error: 'must be createdAt, capturedAt, lastName, id or customFields.<key>, with - before it for the reverse',
});

/** Which leads, and in what order: what `GET /v1/leads` takes, but for the page. */
export const exportQuery = listLeadsQuery.omit({ limit: true, cursor: true, count: true, include: true }).extend({
  /**
   * As in `POST /v1/leads/search`, custom fields too: indexed ones with one value. Leads without a value come last. A lead whose place in the
   * order changes while the file is made may be in it twice or not at all: `id` and `createdAt` never change.
   */
  sort: exportSort.default('-createdAt'),
});
export type ExportQuery = z.infer<typeof exportQuery>;

export const createExportBody = z
  .strictObject({
    format: exportFormat.default('csv'),
    /** Each once, in the order of the file; every lead field, `customFields.*` and `sourceMetadata.*` when left out. */
    columns: z
      .array(exportColumn)
      .min(1)
      .max(200)
      .refine((columns) => new Set(columns).size === columns.length, { error: 'must name each column once' })
      .optional(),
    query: exportQuery.prefault({}),
    /** What the leads of the query must satisfy besides, as in `POST /v1/leads/search`. */
    filter: z.unknown().optional(),
    /** The segment that they must be in besides. */
    segmentId: z.uuid().optional(),
  })
  .meta({ id: 'CreateExport' });
export type CreateExport = z.infer<typeof createExportBody>;

/** A file of leads that can be downloaded; it is made while it is downloaded, of the leads as they are then. */
export const leadExport = z
  .object({
    id: z.uuid(),
    format: exportFormat,
    /** As they were asked for. */
    columns: z.array(z.string()),
    query: exportQuery,
    /** As it was stated; null when there is none. */
    filter: z.unknown(),
    segmentId: z.uuid().nullable(),
    /** Path of the file. */
    file: z.string(),
    /** Who asked for it. */
    madeBy: z.object({ kind: z.string(), id: z.string() }),
    createdAt: z.iso.datetime(),
    /** From then on the export is not there any more. */
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Export' });
export type LeadExport = z.infer<typeof leadExport>;

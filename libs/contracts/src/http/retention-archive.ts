import { z } from 'zod';
import type { Producer } from '../define-event.js';
import { retentionCategory } from '../retention-fields.js';

const instant = z.iso.datetime();

/** Services whose rows may go into archives; each has its own. */
export const ARCHIVING_SERVICES = ['engagement', 'email-events', 'compliance'] as const satisfies readonly Producer[];
export type ArchivingService = (typeof ARCHIVING_SERVICES)[number];

/** A file of rows that retention took out of a table, or will take out with their month. */
export const retentionArchive = z
  .object({
    id: z.uuid(),
    /** Who has it. */
    service: z.enum(ARCHIVING_SERVICES),
    category: retentionCategory,
    /** `YYYY-MM`, UTC, of rows that leave with their month; null of rows that were taken out one by one. */
    month: z.string().nullable(),
    rows: z.int().min(1),
    /** When the oldest row was recorded. */
    firstAt: instant,
    /** When the youngest row was recorded. */
    lastAt: instant,
    /** Of the file, packed and sealed. */
    sizeBytes: z.int().min(1),
    /** Of the file, in hexadecimal digits. */
    sha256: z.string(),
    archivedAt: instant,
  })
  .meta({ id: 'RetentionArchive' });
export type RetentionArchive = z.infer<typeof retentionArchive>;

export const listRetentionArchivesQuery = z.strictObject({
  category: retentionCategory.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  /** Of the page before. */
  cursor: z.uuid().optional(),
});
export type ListRetentionArchivesQuery = z.infer<typeof listRetentionArchivesQuery>;

export const retentionArchivePage = z.object({ items: z.array(retentionArchive), nextCursor: z.string().nullable() });
export type RetentionArchivePage = z.infer<typeof retentionArchivePage>;

export const retentionArchiveParams = z.strictObject({ id: z.uuid() });

/** What stands in the way of who reads the rows of an archive. */
export const ARCHIVE_READING_ERRORS = [
  'RETENTION.ARCHIVE_NOT_FOUND',
  'RETENTION.ARCHIVE_GONE',
  'RETENTION.ARCHIVE_ALTERED',
  'RETENTION.ARCHIVE_ERASED',
  'RETENTION.ARCHIVE_STORAGE',
] as const;

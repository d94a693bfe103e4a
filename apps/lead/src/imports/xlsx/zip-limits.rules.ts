import { importErrors } from '../import.errors.js';

/** An entry as the central directory declares it. */
export interface DeclaredEntry {
  readonly fileName: string;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  /** Where its local header stands in the file. */
  readonly relativeOffsetOfLocalHeader: number;
  readonly fileNameLength: number;
}

/** A workbook has a few parts, and three more for each sheet. */
const MAX_ENTRIES = 2_000;
/** What the largest file of 512 MB holds that shrinks to a sixteenth; a million rows of our own exports are 2.7 GB. */
const MAX_EXPANDED_BYTES = 8 * 1024 ** 3;
/** Archives that are large as a whole shrink less than their most monotonous part: our own exports to a twentieth. */
const MAX_LARGE_RATIO = 100;
/** From here on the whole is measured by its ratio, too. */
const LARGE_BYTES = 512 * 1024 ** 2;
/** Sheets shrink to a tenth, monotonous ones to a fiftieth; deflate itself stops at 1,032. */
const MAX_RATIO = 200;
/** What expands to less does no harm at any ratio. */
const HARMLESS_BYTES = 8 * 1024 ** 2;
/** Of a local header without name and extra field (APPNOTE 4.3.7). */
const LOCAL_HEADER_BYTES = 30;

/** @throws DomainError `LEAD.IMPORT_EXPANDS` */
export function refuseManyEntries(count: number): void {
  if (count > MAX_ENTRIES) throw expands('zip.entries', `May have ${MAX_ENTRIES} parts at most.`, MAX_ENTRIES);
}

/**
 * Refuses archives that are made to burst, before anything of them is inflated.
 * @throws DomainError `LEAD.IMPORT_EXPANDS` with `zip.expanded_size`, `zip.ratio` or `zip.overlap`
 */
export function refuseBombs(entries: readonly DeclaredEntry[], fileBytes: number): void {
  const expandedBytes = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (expandedBytes > MAX_EXPANDED_BYTES)
    throw expands('zip.expanded_size', `May have ${MAX_EXPANDED_BYTES} bytes at most when it is expanded.`, MAX_EXPANDED_BYTES);
  if (expandedBytes > LARGE_BYTES && expandedBytes > fileBytes * MAX_LARGE_RATIO)
    throw expands('zip.ratio', `An archive of this size may expand to ${MAX_LARGE_RATIO} times its size at most.`, MAX_LARGE_RATIO);
  const isDense = ({ compressedSize, uncompressedSize }: DeclaredEntry) =>
    uncompressedSize > HARMLESS_BYTES && uncompressedSize > compressedSize * MAX_RATIO;
  if (entries.some(isDense)) throw expands('zip.ratio', `A part may expand to ${MAX_RATIO} times its size at most.`, MAX_RATIO);
  const sorted = [...entries].sort((one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader);
  const overlaps = sorted.some((entry, index) => endOf(entry) > (sorted[index + 1]?.relativeOffsetOfLocalHeader ?? fileBytes));
  if (overlaps) throw expands('zip.overlap', 'Parts of the archive lie in each other.');
}

function endOf({ relativeOffsetOfLocalHeader, fileNameLength, compressedSize }: DeclaredEntry): number {
  return relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + fileNameLength + compressedSize;
}

/** Refuses what goes beyond a measure that keeps memory and time bounded. */
export function expands(code: string, message: string, limit?: number) {
  return importErrors.IMPORT_EXPANDS({
    detail: message,
    errors: [{ path: 'file', code, message }],
    ...(limit !== undefined && { extra: { limit } }),
  });
}

import type { ExportColumn, ExportFormat, ExportQuery } from '@leadstream/contracts';
import type { Actor, Uuid } from '@leadstream/kernel';

/** An export as it was asked for. */
export interface ExportRecord {
  readonly exportId: Uuid;
  readonly format: ExportFormat;
  readonly columns: readonly ExportColumn[];
  readonly query: ExportQuery;
  /** As a client stated it; undefined when there is none. */
  readonly filter?: unknown;
  readonly segmentId?: Uuid | undefined;
  readonly actor: Actor;
  readonly requestId: string;
  readonly createdAt: Date;
}

/** How long an export can be downloaded. */
export const EXPORT_KEPT_MS = 7 * 24 * 3_600_000;

/** The cells of a lead, in the order of the columns; an empty text where nothing is known. */
export type Row = readonly string[];

/** The rows of a file, in their order, some at a time; read once. */
export type LeadRows = AsyncIterable<readonly Row[]>;

/** A file of leads in blocks: the next is made when the last was taken. */
export type FileBlocks = AsyncIterable<Buffer>;

/** Rows that are counted as they are taken. */
export class CountedRows implements LeadRows {
  count = 0;

  constructor(private readonly rows: LeadRows) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Row[]> {
    for await (const batch of this.rows) {
      this.count += batch.length;
      yield batch;
    }
  }
}

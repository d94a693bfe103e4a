import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';

/** A row under the key of the person that it is about. */
const sealedRow = z.strictObject({
  keyId: z.uuid(),
  /** The row as JSON, sealed, Base64; null when the person was erased before the row was archived. */
  sealed: z.base64().nullable(),
});
export type SealedRow = z.infer<typeof sealedRow>;

const header = z.strictObject({
  format: z.literal(1),
  archiveId: z.uuid(),
  tenantId: z.uuid(),
  category: z.string(),
  table: z.string(),
  rows: z.int().min(1),
});
export type ArchiveHeader = z.infer<typeof header>;

/** NDJSON in gzip (RFC 1952): the header in the first line, a row in each further one. */
export function writeArchive(about: ArchiveHeader, rows: readonly SealedRow[]): Buffer {
  return gzipSync([about, ...rows].map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/**
 * What {@link writeArchive} has written.
 * @throws Error when it is damaged, cut off, or has another number of rows than it says
 */
export function readArchive(bytes: Buffer): { readonly header: ArchiveHeader; readonly rows: SealedRow[] } {
  const [first = '', ...lines] = gunzipSync(bytes).toString().split('\n');
  if (lines.pop() !== '') throw new RangeError('the last line of the archive breaks off');
  const about = header.parse(JSON.parse(first));
  const rows = lines.map((line) => sealedRow.parse(JSON.parse(line)));
  if (rows.length !== about.rows) throw new RangeError('the archive has another number of rows than it says');
  return { header: about, rows };
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { complianceErrors } from '../../../compliance.errors.js';

const GZIP = Buffer.from([0x1f, 0x8b]);
/** That the text is UTF-8, as some programs write it in front. */
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Hands on what a file holds, unpacked where it is gzip and without a byte order mark, piece by piece.
 * @throws DomainError `COMPLIANCE.DNC_FILE_DAMAGED` when the packing of the file is not what it should be
 */
export async function throughPlainBytes(bytes: AsyncIterable<Buffer>, take: (piece: Buffer) => void): Promise<void> {
  const source = bytes[Symbol.asyncIterator]();
  const beginning = await firstBytes(source, GZIP.length);
  const all = Readable.from(resumed(beginning, source), { objectMode: false });
  if (!beginning.subarray(0, GZIP.length).equals(GZIP)) return pipeline(all, (pieces) => takeText(pieces, take));
  try {
    await pipeline(all, createGunzip(), (pieces) => takeText(pieces, take));
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw complianceErrors.DNC_FILE_DAMAGED({ detail: 'The file cannot be unpacked to its end.', cause: error });
  }
}

/** Leaves a byte order mark out. */
async function takeText(pieces: AsyncIterable<Buffer>, take: (piece: Buffer) => void): Promise<void> {
  const source = pieces[Symbol.asyncIterator]();
  const beginning = await firstBytes(source, MARK.length);
  take(beginning.subarray(0, MARK.length).equals(MARK) ? beginning.subarray(MARK.length) : beginning);
  for (let next = await source.next(); !next.done; next = await source.next()) take(next.value);
}

async function firstBytes(source: AsyncIterator<Buffer>, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let sizeBytes = 0; sizeBytes < length;) {
    const { value, done } = await source.next();
    if (done) break;
    pieces.push(value);
    sizeBytes += value.length;
  }
  return Buffer.concat(pieces);
}

async function* resumed(start: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

function isZlibError(error: unknown): boolean {
  return /^Z_/.test(String((error as { code?: unknown }).code));
}

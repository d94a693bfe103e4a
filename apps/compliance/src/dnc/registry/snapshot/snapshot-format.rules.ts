import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { complianceErrors } from '../../../compliance.errors.js';
import { AreaPage, DENSE_WORDS, EXCHANGES } from '../area-page.rules.js';
import { AREA_CODES, FIRST_AREA_CODE } from '../national-number.rules.js';

/*
 * A list in a file; numbers are little-endian.
 *
 *   head     "LSDNC\r\n\x1a", format (u32), length of the description (u32), description (JSON), CRC-32 of all that (u32)
 *   block    area code and form (2 × u16), words (u32), counts (1,000 × u16), words (u32 each), CRC-32 of all that (u32); ascending area codes
 *   tail     SHA-256 of everything before it; nothing follows
 *
 * A checksum of its own tells which area code is damaged, the digest that nothing is missing, doubled or out of its place.
 */
const MAGIC = Buffer.from('LSDNC\r\n\x1a', 'latin1');
const FORMAT = 2;
/** Of a block, for pages are stored one by one as well: those of another form would be read as other numbers. */
const BLOCK_FORM = 2;
const MAX_DESCRIPTION_BYTES = 4_096;
const MAX_WORDS = EXCHANGES * DENSE_WORDS;
const COUNTS_BYTES = EXCHANGES * 2;

export const PREFIX_BYTES = MAGIC.length + 8;
export const BLOCK_HEAD_BYTES = 8 + COUNTS_BYTES;
export const CHECKSUM_BYTES = 4;
export const DIGEST_BYTES = 32;

const snapshotDescription = z.strictObject({
  source: z.string().min(1).max(100),
  version: z.int().min(1),
  loadId: z.uuid(),
  listedAt: z.iso.datetime(),
  /** Listed numbers of all blocks. */
  size: z.int().min(0),
  /** Blocks. */
  areaCodes: z.int().min(0).max(AREA_CODES),
});
export type SnapshotDescription = z.infer<typeof snapshotDescription>;

/** @returns the head of a file */
export function encodeHead(description: SnapshotDescription): Buffer {
  const text = Buffer.from(JSON.stringify(description));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  MAGIC.copy(prefix);
  prefix.writeUInt32LE(FORMAT, MAGIC.length);
  prefix.writeUInt32LE(text.length, MAGIC.length + 4);
  return Buffer.concat([prefix, text, checksumOf(prefix, text)]);
}

/** @returns how long the description is @throws DomainError `COMPLIANCE.DNC_SNAPSHOT_DAMAGED` */
export function decodePrefix(prefix: Buffer): number {
  if (!prefix.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged('is no list of numbers');
  const format = prefix.readUInt32LE(MAGIC.length);
  if (format !== FORMAT) throw damaged(`has format ${format}, which this version does not read`);
  const length = prefix.readUInt32LE(MAGIC.length + 4);
  if (length > MAX_DESCRIPTION_BYTES) throw damaged('has a damaged head');
  return length;
}

/** @throws DomainError `COMPLIANCE.DNC_SNAPSHOT_DAMAGED` */
export function decodeDescription(prefix: Buffer, text: Buffer, checksum: Buffer): SnapshotDescription {
  if (!checksumOf(prefix, text).equals(checksum)) throw damaged('has a damaged head');
  try {
    return snapshotDescription.parse(JSON.parse(text.toString('utf8')));
  } catch (cause) {
    throw damaged('has a head that says nothing', cause);
  }
}

/** @returns a block in pieces, so that a page's words need not be copied */
export function encodeBlock(areaCode: number, page: AreaPage): Buffer[] {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(areaCode, 0);
  head.writeUInt16LE(BLOCK_FORM, 2);
  head.writeUInt32LE(page.words.length, 4);
  const pieces = [head, bytesOf(page.counts), bytesOf(page.words)];
  return [...pieces, checksumOf(...pieces)];
}

export interface BlockHead {
  readonly areaCode: number;
  readonly counts: Uint16Array;
  /** To be filled with the bytes that follow. */
  readonly words: Uint32Array;
}

/** @param after area code of the block before @throws DomainError `COMPLIANCE.DNC_SNAPSHOT_DAMAGED` */
export function decodeBlockHead(head: Buffer, after: number): BlockHead {
  const [areaCode, form, length] = [head.readUInt16LE(0), head.readUInt16LE(2), head.readUInt32LE(4)];
  if (form !== BLOCK_FORM) throw damaged(`has a block of form ${form}, which this version does not read`);
  // Before anything is believed of it: what is reserved for a damaged length must not be more than a page can take.
  if (areaCode < FIRST_AREA_CODE || areaCode >= AREA_CODES || areaCode <= after || length > MAX_WORDS) throw damaged('has a damaged block');
  const counts = new Uint16Array(EXCHANGES);
  bytesOf(counts).set(head.subarray(8));
  return { areaCode, counts, words: new Uint32Array(length) };
}

/** @throws DomainError `COMPLIANCE.DNC_SNAPSHOT_DAMAGED` */
export function decodeBlock(head: Buffer, { areaCode, counts, words }: BlockHead, checksum: Buffer): AreaPage {
  if (!checksumOf(head, bytesOf(words)).equals(checksum)) throw damaged(`has a damaged block of area code ${areaCode}`);
  try {
    return new AreaPage(counts, words);
  } catch (cause) {
    throw damaged(`has a block of area code ${areaCode} that contradicts itself`, cause);
  }
}

/** A block by itself. @throws DomainError `COMPLIANCE.DNC_SNAPSHOT_DAMAGED` */
export function decodeWholeBlock(bytes: Buffer): readonly [areaCode: number, page: AreaPage] {
  if (bytes.length < BLOCK_HEAD_BYTES) throw damaged('has a block that ends too early');
  const head = bytes.subarray(0, BLOCK_HEAD_BYTES);
  const block = decodeBlockHead(head, 0);
  const end = BLOCK_HEAD_BYTES + block.words.byteLength;
  if (bytes.length !== end + CHECKSUM_BYTES) throw damaged(`has a block of area code ${block.areaCode} of another length`);
  bytesOf(block.words).set(bytes.subarray(BLOCK_HEAD_BYTES, end));
  return [block.areaCode, decodeBlock(head, block, bytes.subarray(end))];
}

/** The same memory as bytes. */
export function bytesOf({ buffer, byteOffset, byteLength }: Uint16Array | Uint32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** @param what follows "The file" */
export function damaged(what: string, cause?: unknown) {
  return complianceErrors.DNC_SNAPSHOT_DAMAGED({ detail: `The file ${what}.`, cause });
}

function checksumOf(...pieces: readonly Buffer[]): Buffer {
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(pieces.reduce((sum, piece) => crc32(piece, sum), 0));
  return checksum;
}

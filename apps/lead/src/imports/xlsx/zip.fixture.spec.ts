import { crc32, deflateRawSync } from 'node:zlib';
import type { FileBytes } from '../table/file-bytes.js';

/** An entry as it is written: what it declares may be untrue. */
export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
  /** Deflated; by default what `content` gives. */
  readonly data?: Buffer;
  readonly declaredBytes?: number;
  readonly crc?: number;
  readonly flags?: number;
  /** Index of the entry whose bytes this one claims as well. */
  readonly sharesWith?: number;
}

/** A zip archive (APPNOTE 4.3), whatever is wrong with it. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const offsets: number[] = [];
  let position = 0;
  for (const entry of entries) {
    offsets.push(entry.sharesWith === undefined ? position : (offsets[entry.sharesWith] ?? 0));
    if (entry.sharesWith !== undefined) continue;
    const local = Buffer.concat([header(entry, 'local'), Buffer.from(entry.name), dataOf(entry)]);
    locals.push(local);
    position += local.length;
  }
  const directory = Buffer.concat(entries.flatMap((entry, index) => [header(entry, 'central', offsets[index]), Buffer.from(entry.name)]));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(position, 16);
  return Buffer.concat([...locals, directory, end]);
}

const dataOf = ({ content, data }: ZipEntry) => data ?? deflateRawSync(content);

function header(entry: ZipEntry, kind: 'local' | 'central', offset = 0): Buffer {
  const isCentral = kind === 'central';
  const bytes = Buffer.alloc(isCentral ? 46 : 30);
  const shift = isCentral ? 2 : 0;
  bytes.writeUInt32LE(isCentral ? 0x02014b50 : 0x04034b50, 0);
  bytes.writeUInt16LE(entry.flags ?? 0, 6 + shift);
  bytes.writeUInt16LE(8, 8 + shift);
  bytes.writeUInt32LE(entry.crc ?? crc32(entry.content), 14 + shift);
  bytes.writeUInt32LE(dataOf(entry).length, 18 + shift);
  bytes.writeUInt32LE(entry.declaredBytes ?? entry.content.length, 22 + shift);
  bytes.writeUInt16LE(Buffer.byteLength(entry.name), 26 + shift);
  if (isCentral) bytes.writeUInt32LE(offset, 42);
  return bytes;
}

/** A stored file that comes in small blocks. */
export function bytesOf(content: Buffer, blockBytes = 64 * 1024): FileBytes {
  return {
    sizeBytes: content.length,
    async *read(start, end) {
      for (let position = start; position < end; position += blockBytes)
        yield content.subarray(position, Math.min(end, position + blockBytes));
    },
  };
}

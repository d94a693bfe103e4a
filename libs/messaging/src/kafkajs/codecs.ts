import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { lz4Compress, lz4Decompress, snappyCompress, snappyDecompress } from '@platformatic/wasm-utils';
import kafkajs from 'kafkajs';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** What snappy-java, and so the Java client, puts before its chunks; after it come two versions of four bytes each. */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = 16;
const LENGTH_BYTES = 4;

/** Snappy as one block, or as the chunks of snappy-java, each after its length. */
function unsnap(data: Buffer): Buffer {
  if (!data.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return snappyDecompress(data);
  const chunks: Buffer[] = [];
  for (let at = XERIAL_HEADER_BYTES; at < data.length;) {
    const from = at + LENGTH_BYTES;
    at = from + data.readUInt32BE(at);
    chunks.push(snappyDecompress(data.subarray(from, at)));
  }
  return Buffer.concat(chunks);
}

interface Encoder {
  readonly buffer: Buffer;
}

/**
 * kafkajs brings gzip alone, and a consumer that meets another codec stops for good. Any producer or a `compression.type` of the
 * topic may choose one, so all four are read.
 */
Object.assign(CompressionCodecs, {
  [CompressionTypes.Snappy]: () => ({
    compress: async ({ buffer }: Encoder) => snappyCompress(buffer),
    decompress: async (data: Buffer) => unsnap(data),
  }),
  [CompressionTypes.LZ4]: () => ({
    compress: async ({ buffer }: Encoder) => lz4Compress(buffer),
    decompress: async (data: Buffer) => lz4Decompress(data),
  }),
  [CompressionTypes.ZSTD]: () => ({
    compress: ({ buffer }: Encoder) => promisify(zstdCompress)(buffer),
    decompress: promisify(zstdDecompress) as (data: Buffer) => Promise<Buffer>,
  }),
});

import { isAscii } from 'node:buffer';
import { createRequire } from 'node:module';
import type { RecordHeaders } from '@leadstream/contracts';

/** The part of kafkajs's reader that stands on one record; its headers come last. */
export interface RecordReader {
  readonly buffer: Buffer;
  offset: number;
  readVarInt(): number;
}

type Value = Buffer | string | null;

/** Names in the order of the record before: records of a topic are alike, and a known name need not be made again. */
const knownNames: string[] = [];

function nameAt(index: number, text: string, from: number, to: number): string {
  const known = knownNames[index];
  if (known !== undefined && known.length === to - from && text.startsWith(known, from)) return known;
  return (knownNames[index] = text.slice(from, to));
}

function put(headers: Record<string, Value | Value[]>, name: string, value: Value): void {
  const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
  const all = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
  if (name === '__proto__') Object.defineProperty(headers, name, { value: all, enumerable: true, configurable: true, writable: true });
  else headers[name] = all;
}

/** Headers of one record: text where all bytes are ASCII, which says the same as the bytes; bytes otherwise. A repeated name has a list. */
export function readHeaders(reader: RecordReader): RecordHeaders {
  const count = reader.readVarInt();
  const { buffer, offset: start } = reader;
  const region = buffer.subarray(start);
  const text = isAscii(region) ? region.toString('latin1') : undefined;
  const headers: Record<string, Value | Value[]> = {};
  for (let index = 0; index < count; index += 1) {
    const nameBytes = reader.readVarInt();
    const nameFrom = reader.offset;
    const nameTo = (reader.offset += nameBytes);
    const valueBytes = reader.readVarInt();
    const from = reader.offset;
    const to = (reader.offset += Math.max(0, valueBytes));
    const name = text === undefined ? buffer.toString('utf8', nameFrom, nameTo) : nameAt(index, text, nameFrom - start, nameTo - start);
    const value = text === undefined ? buffer.subarray(from, to) : text.slice(from - start, to - start);
    put(headers, name, valueBytes < 0 ? null : value);
  }
  return headers as RecordHeaders;
}

const require = createRequire(import.meta.url);
const { prototype } = require('kafkajs/src/protocol/decoder.js') as {
  prototype: RecordReader & { readVarIntArray(this: RecordReader): { reduce(): RecordHeaders } };
};

/**
 * kafkajs 2.2.4 copies all headers of a record for each further one, and cuts a buffer for each name and value: half of what
 * reading a record costs. It calls this for headers alone, and then folds what it gets into one object.
 */
prototype.readVarIntArray = function readHeadersAtOnce() {
  const headers = readHeaders(this);
  return { reduce: () => headers };
};

/**
 * Arrays as parameters in the binary form of Postgres (`array_recv`): nothing is quoted on this side, and nothing parsed on the other. For statements of
 * many rows; an array of a few values goes as it is.
 *
 * Layout: number of dimensions, whether there are nulls, type of the elements, how many, index of the first; then of each its length in bytes (-1: null)
 * and its bytes. The type must be the one that the statement declares: Postgres refuses `text` where `$1::uuid[]` stands.
 */

/** Of `pg_type`; they never change. */
const OID = { bytea: 17, bigint: 20, integer: 23, text: 25, json: 114, timestamptz: 1184, uuid: 2950, jsonb: 3802 } as const;

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const TWO_32 = 2 ** 32;
/** Postgres counts microseconds from the year 2000 on. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const JSONB_VERSION = 1;
const UUID_BYTES = 16;

/** Writes a value behind its length. */
type Write<T> = (into: Buffer, value: T, at: number) => void;

/** @throws RangeError for what is no UUID */
export function uuidArray(values: readonly (string | null)[]): Buffer {
  return fixedArray(OID.uuid, UUID_BYTES, values, writeUuid);
}

/** @throws RangeError for what is no whole number of 32 bits */
export function integerArray(values: readonly (number | null)[]): Buffer {
  return fixedArray(OID.integer, 4, values, (into, value, at) => {
    if (!Number.isInteger(value)) throw new RangeError('no whole number');
    into.writeInt32BE(value, at);
  });
}

/** @throws RangeError for what is no safe whole number */
export function bigintArray(values: readonly (number | null)[]): Buffer {
  return fixedArray(OID.bigint, 8, values, (into, value, at) => {
    if (!Number.isSafeInteger(value)) throw new RangeError('no safe whole number');
    writeWide(into, value, at);
  });
}

/** Of `timestamptz`, to the millisecond. @throws RangeError for a date that is none */
export function instantArray(values: readonly (Date | null)[]): Buffer {
  return fixedArray(OID.timestamptz, 8, values, (into, value, at) => {
    const sinceMs = value.getTime() - EPOCH_MS;
    if (Number.isNaN(sinceMs)) throw new RangeError('no date');
    const micros = sinceMs * 1_000;
    if (Number.isSafeInteger(micros)) writeWide(into, micros, at);
    else into.writeBigInt64BE(BigInt(sinceMs) * 1_000n, at);
  });
}

export function textArray(values: readonly (string | null)[]): Buffer {
  return writtenArray(OID.text, values);
}

/** @param values each as JSON */
export function jsonArray(values: readonly (string | null)[]): Buffer {
  return writtenArray(OID.json, values);
}

/** @param values each as JSON */
export function jsonbArray(values: readonly (string | null)[]): Buffer {
  return anyLengthArray(
    OID.jsonb,
    values,
    (value) => 1 + Buffer.byteLength(value),
    (into, value, at) => {
      into[at] = JSONB_VERSION;
      into.write(value, at + 1);
    },
  );
}

export function bytesArray(values: readonly (Buffer | null)[]): Buffer {
  return anyLengthArray(
    OID.bytea,
    values,
    (value) => value.length,
    (into, value, at) => value.copy(into, at),
  );
}

function writtenArray(oid: number, values: readonly (string | null)[]): Buffer {
  return anyLengthArray(oid, values, Buffer.byteLength, (into, value, at) => into.write(value, at));
}

function fixedArray<T>(oid: number, bytes: number, values: readonly (T | null)[], write: Write<T>): Buffer {
  return anyLengthArray(oid, values, () => bytes, write);
}

function anyLengthArray<T>(oid: number, values: readonly (T | null)[], bytesOf: (value: T) => number, write: Write<T>): Buffer {
  const lengths = values.map((value) => (value === null ? -1 : bytesOf(value)));
  const array = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + LENGTH_BYTES + Math.max(0, length), HEADER_BYTES));
  array.writeInt32BE(1, 0);
  array.writeInt32BE(lengths.includes(-1) ? 1 : 0, 4);
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(values.length, 12);
  array.writeInt32BE(1, 16);
  let at = HEADER_BYTES;
  for (const [index, value] of values.entries()) {
    const length = lengths[index] as number;
    array.writeInt32BE(length, at);
    at += LENGTH_BYTES;
    if (value === null) continue;
    write(array, value, at);
    at += length;
  }
  return array;
}

/** A whole number in 64 bits. */
function writeWide(into: Buffer, value: number, at: number): void {
  const high = Math.floor(value / TWO_32);
  into.writeInt32BE(high, at);
  into.writeUInt32BE(value - high * TWO_32, at + 4);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Where the sixteen bytes stand in the text of a UUID. */
const UUID_PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;

function writeUuid(into: Buffer, value: string, at: number): void {
  if (!UUID.test(value)) throw new RangeError('no UUID');
  for (let byte = 0; byte < UUID_BYTES; byte += 1) {
    const place = UUID_PLACES[byte] as number;
    into[at + byte] = (nibble(value.charCodeAt(place)) << 4) | nibble(value.charCodeAt(place + 1));
  }
}

/** Of a hexadecimal digit: letters stand 9 above their last four bits. */
function nibble(code: number): number {
  return (code & 15) + (code > 64 ? 9 : 0);
}

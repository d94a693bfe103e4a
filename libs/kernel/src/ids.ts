import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Canonical text form of a UUID, lower-case. Every id in Leadstream is a UUIDv7. */
export type Uuid = string;

/** Where ids come from; injected, so that rules stay deterministic in tests. */
export interface IdSource {
  next(): Uuid;
}

const RANDOM_BYTES = 16;
/** The system takes nearly as long for sixteen random bytes as for four thousand. */
const page = Buffer.alloc(256 * RANDOM_BYTES);
let used = page.length;
let msecs = 0;
let seq = 0;

function nextV7(): Uuid {
  if (used === page.length) {
    randomFillSync(page);
    used = 0;
  }
  const random = page.subarray(used, (used += RANDOM_BYTES));
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    // Without its highest bit there is room for two thousand million more in the same millisecond.
    seq = random.readUInt32BE(6) & 0x7fffffff;
  } else {
    seq += 1;
  }
  return v7({ msecs, seq, random });
}

/** UUIDv7 of the present millisecond (RFC 9562, method 1): ids of one process sort by creation. */
export const uuidV7: IdSource = { next: nextV7 };

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether `value` is a UUID in canonical lower-case form. */
export function isUuid(value: unknown): value is Uuid {
  return typeof value === 'string' && UUID_PATTERN.test(value);
}

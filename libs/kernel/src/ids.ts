import { v7 } from 'uuid';

/** Canonical text form of a UUID, lower-case. Every id in Leadstream is a UUIDv7. */
export type Uuid = string;

/** Where ids come from; injected, so that rules stay deterministic in tests. */
export interface IdSource {
  next(): Uuid;
}

/** UUIDv7 of the present millisecond (RFC 9562): ids of one process sort by creation. */
export const uuidV7: IdSource = { next: () => v7() };

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether `value` is a UUID in canonical lower-case form. */
export function isUuid(value: unknown): value is Uuid {
  return typeof value === 'string' && UUID_PATTERN.test(value);
}

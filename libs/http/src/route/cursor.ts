import type { z } from 'zod';
import { httpErrors } from '../http.errors.js';

/** Longest cursor that is looked at: a list may be sorted by a text of 500 letters. */
const MAX_LENGTH = 8_000;

/**
 * A place in a sorted list as opaque text. Holds the sort keys of the last row and nothing else: the tenant always comes from
 * the caller, so a cursor made up by a client can only skip rows of its own tenant.
 */
export function encodeCursor(position: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * @param schema shape of the position, for example `z.strictObject({ createdAt: z.iso.datetime(), id: z.uuid() })`
 * @throws DomainError `HTTP.BAD_CURSOR` for anything that `encodeCursor` did not make for this list
 */
export function decodeCursor<S extends z.ZodType>(schema: S, cursor: string): z.output<S> {
  const parsed = schema.safeParse(positionOf(cursor));
  if (!parsed.success) throw badCursor();
  return parsed.data;
}

function positionOf(cursor: string): unknown {
  if (cursor.length > MAX_LENGTH) throw badCursor();
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw badCursor();
  }
}

const badCursor = () =>
  httpErrors.BAD_CURSOR({
    errors: [{ path: 'cursor', code: 'invalid', message: 'Pass a nextCursor as it was given, with the same sort order.' }],
  });

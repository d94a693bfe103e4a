import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from './cursor.js';

const position = z.strictObject({ createdAt: z.iso.datetime(), id: z.uuid() });
const last = { createdAt: '2026-01-01T00:00:00Z', id: '01900000-0000-7000-8000-000000000001' };

describe('cursors', () => {
  it('come back as they were, in characters that need no escaping in an address', () => {
    const cursor = encodeCursor(last);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor(position, cursor)).toEqual(last);
  });

  it.each([
    ['cut', encodeCursor(last).slice(0, -3)],
    ['not ours', 'hello'],
    ['empty', ''],
    ['of another list', encodeCursor({ name: 'x' })],
    ['with a tenant slipped in', encodeCursor({ ...last, tenantId: last.id })],
    ['with a wrong type', encodeCursor({ ...last, id: 1 })],
    [
      'reaching for the prototype',
      Buffer.from(`{"__proto__":{"id":1},"createdAt":"${last.createdAt}","id":"${last.id}"}`).toString('base64url'),
    ],
    ['huge', 'A'.repeat(100_000)],
  ])('that are %s are refused', (_what, cursor) => {
    expect(() => decodeCursor(position, cursor)).toThrow(expect.objectContaining({ code: 'HTTP.BAD_CURSOR', kind: 'malformed' }));
  });
});

import { describe, expect, it } from '@jest/globals';
import { isUuid, uuidV7 } from './ids.js';

describe('uuidV7', () => {
  it('makes ids that differ and sort by creation', () => {
    const ids = Array.from({ length: 20_000 }, () => uuidV7.next());
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });

  it('has the form of RFC 9562, version 7, and the present millisecond', () => {
    const before = Date.now();
    const id = uuidV7.next();
    expect(isUuid(id)).toBe(true);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
    expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBeGreaterThanOrEqual(before);
  });
});

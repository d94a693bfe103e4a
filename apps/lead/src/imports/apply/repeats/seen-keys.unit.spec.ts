import { describe, expect, it } from '@jest/globals';
import { SeenKeys } from './seen-keys.js';

describe('SeenKeys', () => {
  it('tells the row that had a key first, however many there are', () => {
    const seen = new SeenKeys();
    const count = 50_000;
    for (let row = 1; row <= count; row += 1) expect(seen.note(`key ${row}`, row)).toBe(row);
    for (const row of [1, 2, 4_097, count]) expect(seen.note(`key ${row}`, count + row)).toBe(row);
  });
});

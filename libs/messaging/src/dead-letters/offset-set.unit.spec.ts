import { describe, expect, it } from '@jest/globals';
import { OffsetSet, parseRanges } from './offset-set.js';

describe('OffsetSet', () => {
  it('moves its mark over what is complete', () => {
    const set = new OffsetSet(3, '5,7-8');
    expect([2, 3, 5, 6, 8, 9].map((offset) => set.has(offset))).toEqual([true, false, true, false, true, false]);
    set.add(3);
    set.add(4);
    expect(set.mark).toBe(6);
    expect(set.toString()).toBe('7-8');
  });

  it('counts what is missing between the start of the log and its end', () => {
    expect(new OffsetSet(3, '5,7-8').countMissing(0, 10)).toBe(4);
    expect(new OffsetSet(3).countMissing(8, 10)).toBe(2);
    expect(new OffsetSet(20).countMissing(0, 10)).toBe(0);
  });

  it('refuses to become longer than a broker remembers', () => {
    const set = new OffsetSet(0);
    for (let offset = 1; offset < 3_000; offset += 2) set.add(offset);
    expect(() => set.toString()).toThrow(RangeError);
  });
});

describe('parseRanges', () => {
  it.each([
    ['', []],
    ['4', [4]],
    ['1, 3-5', [1, 3, 4, 5]],
    ['5-3', undefined],
    ['a', undefined],
    ['1,,2', undefined],
  ])('reads %j', (text, offsets) => expect(parseRanges(text)).toEqual(offsets));
});

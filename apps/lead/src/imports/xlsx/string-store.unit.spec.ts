import { describe, expect, it } from '@jest/globals';
import { StringStore } from './string-store.js';

const SMALL = { plainBytes: 20_000, maxBytes: 200_000, cachedLength: 50_000 };
const textOf = (index: number) => `person ${index} of "Zoë & 东京" \ud83d ${'x'.repeat(index % 50)}`;

describe('StringStore', () => {
  it('gives back every string in any order, deflated or not', () => {
    const strings = new StringStore(SMALL);
    const count = 4_000;
    for (let index = 0; index < count; index += 1) strings.push(textOf(index));
    for (let step = 0; step < count; step += 1) {
      const index = (step * 2_741) % count;
      expect(strings.get(index)).toBe(textOf(index));
    }
    expect([-1, count, 0.5, NaN].map((index) => strings.get(index))).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('keeps what is long in less memory than it has characters', () => {
    const strings = new StringStore(SMALL);
    let length = 0;
    for (let index = 0; index < 5_000; index += 1) {
      strings.push(textOf(index));
      length += textOf(index).length;
    }
    expect(strings.sizeBytes).toBeLessThan(length / 2);
    expect(strings.sizeBytes).toBeGreaterThan(0);
  });

  it('refuses more than its limit', () => {
    const strings = new StringStore(SMALL);
    const fill = () => {
      for (let index = 0; index < 1_000_000; index += 1) strings.push(`${index}${index * index}${index * 7_919}`);
    };
    expect(fill).toThrow(expect.objectContaining({ code: 'LEAD.IMPORT_EXPANDS' }));
  });
});

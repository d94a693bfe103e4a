import { describe, expect, it } from '@jest/globals';
import { figureLine, ratios, spread, verdict } from './figure.ts';

describe('spread', () => {
  it('takes the middle of an odd number of runs, the mean of the two middle ones otherwise', () => {
    expect(spread([5, 1, 3])).toEqual({ min: 1, median: 3, max: 5 });
    expect(spread([4, 1, 3, 2]).median).toBe(2.5);
  });

  it('refuses to speak of no runs', () => {
    expect(() => spread([])).toThrow(RangeError);
  });
});

describe('ratios', () => {
  it('divides pair by pair', () => {
    expect(ratios([9, 8], [10, 16])).toEqual([0.9, 0.5]);
  });

  it('refuses runs that do not pair up', () => {
    expect(() => ratios([1, 2], [1])).toThrow(RangeError);
  });
});

describe('verdict', () => {
  it('holds the median against the aim', () => {
    const figure = { name: 'write', unit: '×', runs: [0.9, 0.95, 1] };
    expect(verdict(figure)).toBeUndefined();
    expect(verdict({ ...figure, aim: '≥ 0.95' })).toBe('met');
    expect(verdict({ ...figure, aim: '> 0.95' })).toBe('missed');
    expect(verdict({ ...figure, aim: '≤ 0.95' })).toBe('met');
    expect(verdict({ ...figure, aim: '< 0.95' })).toBe('missed');
  });

  it('refuses an aim that it cannot read', () => {
    expect(() => verdict({ name: 'write', unit: '×', runs: [1], aim: 'about 1' })).toThrow(RangeError);
  });
});

describe('figureLine', () => {
  it('shows median, spread, aim and verdict', () => {
    const line = figureLine({ name: 'import', unit: 's', runs: [3, 1, 2], aim: '≤ 10' });
    expect(line).toMatch(/^import +2 s \(1 to 3, 3 runs\) {3}aim ≤ 10: met$/);
  });
});

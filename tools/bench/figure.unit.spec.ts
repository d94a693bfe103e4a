import { describe, expect, it } from '@jest/globals';
import { figureLine, spread } from './figure.ts';

describe('spread', () => {
  it('takes the middle of an odd number of runs, the mean of the two middle ones otherwise', () => {
    expect(spread([5, 1, 3])).toEqual({ min: 1, median: 3, max: 5 });
    expect(spread([4, 1, 3, 2]).median).toBe(2.5);
  });

  it('refuses to speak of no runs', () => {
    expect(() => spread([])).toThrow(RangeError);
  });
});

describe('figureLine', () => {
  it('shows median, spread and aim', () => {
    expect(figureLine({ name: 'import', unit: 's', runs: [3, 1, 2], aim: '≤ 10' })).toMatch(/^import +2 s \(1 to 3, 3 runs\) {3}aim ≤ 10$/);
  });
});

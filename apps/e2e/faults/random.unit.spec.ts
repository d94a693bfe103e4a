import { expect, it } from '@jest/globals';
import { Random } from './random.ts';

const draws = (random: Random): number[] => Array.from({ length: 20 }, () => random.whole(1, 1_000));

it('repeats itself for a seed and differs for another', () => {
  expect(draws(new Random(7))).toEqual(draws(new Random(7)));
  expect(draws(new Random(7))).not.toEqual(draws(new Random(8)));
});

it('gives each purpose a sequence that draws of others do not shift', () => {
  const random = new Random(7);
  const before = draws(random.for('victims'));
  draws(random);
  expect(draws(random.for('victims'))).toEqual(before);
  expect(draws(random.for('moments'))).not.toEqual(before);
});

it('keeps to the range, both ends included', () => {
  const random = new Random(1);
  const seen = new Set(Array.from({ length: 500 }, () => random.whole(3, 5)));
  expect([...seen].sort()).toEqual([3, 4, 5]);
});

it('follows weights', () => {
  const random = new Random(2);
  const picked = Array.from({ length: 2_000 }, () => random.weighted({ often: 9, seldom: 1, never: 0 }));
  expect(picked).not.toContain('never');
  expect(picked.filter((name) => name === 'seldom').length).toBeGreaterThan(120);
  expect(picked.filter((name) => name === 'seldom').length).toBeLessThan(280);
});

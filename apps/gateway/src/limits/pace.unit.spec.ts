import { expect, it } from '@jest/globals';
import { Pace } from './pace.js';
import { perSecondOf } from './rate-limit.rules.js';

it('lets so many of a key through in a second, and as many again when that is over', () => {
  const pace = new Pace(3, 10);
  const ask = (key: string, ...at: number[]) => at.map((nowMs) => pace.refusedUntilMs(key, nowMs));
  expect(ask('a', 100, 400, 1_000, 1_099)).toEqual([undefined, undefined, undefined, 1_100]);
  expect(ask('b', 1_099)).toEqual([undefined]);
  expect(ask('a', 1_100, 1_100, 1_100, 2_099, 2_100)).toEqual([undefined, undefined, undefined, 2_100, undefined]);
});

it('is a twentieth of a limit, but never stops the few requests that a page begins with', () => {
  expect([120_000, 1_200, 600, 51].map(perSecondOf)).toEqual([6_000, 60, 50, 50]);
  expect([50, 5].map(perSecondOf)).toEqual([undefined, undefined]);
});

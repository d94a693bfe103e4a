import { expect, it } from '@jest/globals';
import { Pace } from './pace.js';
import { perSecondOf } from './rate-limit.rules.js';

it('lets half of a second through at once, then evenly, and as many at once again after a rest', () => {
  // Four a second are one every 250 ms; two may come at once.
  const pace = new Pace(4, 10);
  const ask = (key: string, ...at: number[]) => at.map((nowMs) => pace.ask(key, nowMs));
  const passes = (nextMs: number) => ({ passes: true, nextMs });
  const refused = (nextMs: number) => ({ passes: false, nextMs });
  expect(ask('a', 100, 100, 100, 349)).toEqual([passes(100), passes(350), refused(350), refused(350)]);
  expect(ask('b', 349)).toEqual([passes(349)]);
  expect(ask('a', 350, 599, 600)).toEqual([passes(600), refused(600), passes(850)]);
  expect(ask('a', 2_000, 2_000, 2_000)).toEqual([passes(2_000), passes(2_250), refused(2_250)]);
});

it('spreads what somebody asks without a pause over the second', () => {
  const pace = new Pace(50, 10);
  const passed = Array.from({ length: 3_000 }, (_, nowMs) => nowMs).filter((nowMs) => pace.ask('noisy', nowMs).passes);
  const inSecond = (second: number) => passed.filter((nowMs) => Math.floor(nowMs / 1_000) === second);
  expect([0, 1, 2].map((second) => inSecond(second).length)).toEqual([74, 50, 50]);
  expect(new Set(inSecond(2).map((nowMs) => Math.floor(nowMs / 20))).size).toBe(50);
});

it('is a twentieth of a limit, but never stops the few requests that a page begins with', () => {
  expect([120_000, 1_200, 600, 51].map(perSecondOf)).toEqual([6_000, 60, 50, 50]);
  expect([50, 5].map(perSecondOf)).toEqual([undefined, undefined]);
});

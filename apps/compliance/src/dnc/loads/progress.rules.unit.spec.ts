import { expect, it } from '@jest/globals';
import { progressOf } from './progress.rules.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 12, 0, seconds));
const load = { done: 0, total: 800, startedAt: at(0), endedAt: null };

it('is told from what was done, and unknown until something was', () => {
  expect(progressOf(load, at(2))).toEqual({ done: 0, total: 800, percent: 0, etaSeconds: null });
  expect(progressOf({ ...load, done: 300 }, at(3))).toEqual({ done: 300, total: 800, percent: 37, etaSeconds: 5 });
  expect(progressOf({ ...load, done: 300, startedAt: null }, at(3)).etaSeconds).toBeNull();
});

it('is whole at the end and not before', () => {
  expect(progressOf({ ...load, done: 800 }, at(8))).toEqual({ done: 800, total: 800, percent: 99, etaSeconds: 0 });
  expect(progressOf({ ...load, done: 300, endedAt: at(4) }, at(9))).toEqual({ done: 300, total: 800, percent: 100, etaSeconds: 0 });
  expect(progressOf({ ...load, total: 0 }, at(1)).percent).toBe(0);
});

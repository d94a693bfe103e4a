import { expect, it } from '@jest/globals';
import { beginOfMonthOf, endOfMonth, monthsBefore } from './closed-month.rules.js';

it.each([
  ['2026-01', '2026-02-01T00:00:00.000Z'],
  ['2024-02', '2024-03-01T00:00:00.000Z'],
  ['2025-12', '2026-01-01T00:00:00.000Z'],
])('ends %s where the next month begins', (month, end) => {
  expect(endOfMonth(month).toISOString()).toBe(end);
});

it('has only months that are over by then, the oldest first', () => {
  const months = ['2026-03', '2025-12', '2026-01', '2026-02'];
  expect(monthsBefore(months, new Date('2026-03-01T00:00:00Z'))).toEqual(['2025-12', '2026-01', '2026-02']);
  expect(monthsBefore(months, new Date('2026-02-28T23:59:59.999Z'))).toEqual(['2025-12', '2026-01']);
});

it.each([
  ['2026-03-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
  ['2026-02-28T23:59:59.999Z', '2026-02-01T00:00:00.000Z'],
])('knows that the month of %s began at %s', (instant, begin) => {
  expect(beginOfMonthOf(new Date(instant)).toISOString()).toBe(begin);
});

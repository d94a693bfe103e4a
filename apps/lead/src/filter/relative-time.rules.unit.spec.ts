import { describe, expect, it } from '@jest/globals';
import type { FilterUnit } from '@leadstream/contracts';
import { relativeDays, relativeInstants } from './relative-time.rules.js';

const test = (operator: 'in-last' | 'in-next', count: number, unit: FilterUnit, timeZone = 'UTC') => ({ operator, count, unit, timeZone });
const now = new Date('2026-03-31T23:30:00Z');

describe('relativeDays', () => {
  it.each([
    [test('in-last', 1, 'day'), '2026-03-31', '2026-03-31'],
    [test('in-last', 7, 'day'), '2026-03-25', '2026-03-31'],
    [test('in-last', 2, 'week'), '2026-03-18', '2026-03-31'],
    [test('in-last', 1, 'month'), '2026-03-01', '2026-03-31'],
    [test('in-last', 1, 'year'), '2025-04-01', '2026-03-31'],
    [test('in-next', 1, 'day'), '2026-03-31', '2026-03-31'],
    [test('in-next', 1, 'month'), '2026-03-31', '2026-04-29'],
    [test('in-next', 1, 'week'), '2026-03-31', '2026-04-06'],
    [test('in-last', 1, 'day', 'Europe/Berlin'), '2026-04-01', '2026-04-01'],
    [test('in-last', 1, 'day', 'America/Sao_Paulo'), '2026-03-31', '2026-03-31'],
  ])('%j', (asked, from, to) => {
    expect(relativeDays(asked, now)).toEqual({ from, to });
  });

  it('counts a year from 29 February by the last day of February', () => {
    expect(relativeDays(test('in-last', 1, 'year'), new Date('2024-02-29T12:00:00Z'))).toEqual({ from: '2023-03-01', to: '2024-02-29' });
  });
});

describe('relativeInstants', () => {
  it.each([
    [test('in-last', 90, 'minute'), '2026-03-31T22:00:00.000Z', '2026-03-31T23:30:00.000Z'],
    [test('in-next', 2, 'hour'), '2026-03-31T23:30:00.000Z', '2026-04-01T01:30:00.000Z'],
    [test('in-last', 7, 'day'), '2026-03-25T00:00:00.000Z', '2026-03-31T23:30:00.000Z'],
    [test('in-next', 1, 'day'), '2026-03-31T23:30:00.000Z', '2026-03-31T23:59:59.999Z'],
    // In Berlin it is 1 April, 01:30; clocks went forward on 29 March.
    [test('in-last', 1, 'day', 'Europe/Berlin'), '2026-03-31T22:00:00.000Z', '2026-03-31T23:30:00.000Z'],
    [test('in-last', 4, 'day', 'Europe/Berlin'), '2026-03-28T23:00:00.000Z', '2026-03-31T23:30:00.000Z'],
    [test('in-next', 1, 'day', 'Europe/Berlin'), '2026-03-31T23:30:00.000Z', '2026-04-01T21:59:59.999Z'],
  ])('%j', (asked, from, to) => {
    expect(relativeInstants(asked, now)).toEqual({ from, to });
  });
});

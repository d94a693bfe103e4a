import { expect, it } from '@jest/globals';
import { dayOf, daysOver, keyOfDay, lastDayOfKeys } from './delivery-day.rules.js';

const NOON = new Date('2026-11-28T12:00:00Z');

it('names the key of a day in UTC', () => {
  expect(keyOfDay(dayOf(new Date('2026-11-28T23:59:59.999Z')))).toBe('deliveries:2026-11-28');
});

it('keeps keys for the term of the topic, that of its dead letters, and a day', () => {
  expect(daysOver(NOON)[0]).toBe('2026-11-13');
  expect(daysOver(NOON)).toHaveLength(30);
  expect(daysOver(NOON).at(-1)).toBe('2026-10-15');
});

it('tells by when what came until now is closed to everybody', () => {
  expect(lastDayOfKeys(NOON)).toBe('2026-12-14');
});

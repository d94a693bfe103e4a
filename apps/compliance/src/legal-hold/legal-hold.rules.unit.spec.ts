import { expect, it } from '@jest/globals';
import { heldTimeOf } from './legal-hold.rules.js';

const now = new Date('2026-03-01T12:00:00Z');

it('begins now and never ends unless told otherwise', () => {
  expect(heldTimeOf({}, now)).toEqual({ holdsFrom: now, holdsUntil: null });
});

it.each([
  ['a time to come', { holdsFrom: '2026-04-01T00:00:00Z', holdsUntil: '2027-04-01T00:00:00Z' }],
  ['a time that has begun', { holdsFrom: '2025-04-01T00:00:00Z', holdsUntil: '2026-03-01T12:00:01Z' }],
])('takes %s', (_, times) => {
  expect(heldTimeOf(times, now)).toEqual({ holdsFrom: new Date(times.holdsFrom), holdsUntil: new Date(times.holdsUntil) });
});

it.each([
  ['is over', { holdsFrom: '2025-04-01T00:00:00Z', holdsUntil: '2026-03-01T12:00:00Z' }],
  ['ends as it begins', { holdsFrom: '2026-04-01T00:00:00Z', holdsUntil: '2026-04-01T00:00:00Z' }],
  ['ends before it begins', { holdsUntil: '2026-02-01T00:00:00Z' }],
])('refuses a time that %s', (_, times) => {
  expect(heldTimeOf(times, now)).toBeUndefined();
});

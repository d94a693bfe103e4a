import { expect, it } from '@jest/globals';
import { askedInstant } from './asked-instant.rules.js';

const now = new Date('2026-11-27T12:00:00Z');

it('is now, when nothing was asked or clocks differ', () => {
  expect([askedInstant(undefined, now), askedInstant('2026-11-27T11:55:00Z', now), askedInstant('2026-11-27T12:00:00Z', now)]).toEqual([
    now,
    now,
    now,
  ]);
});

it('is the instant that was asked about, a year ahead at most', () => {
  expect(askedInstant('2027-11-28T12:00:00Z', now)).toEqual(new Date('2027-11-28T12:00:00Z'));
});

it.each(['2026-11-27T11:54:59Z', '2027-11-28T12:00:01Z'])('is refused at %s', (at) => {
  expect(() => askedInstant(at, now)).toThrow(expect.objectContaining({ code: 'COMPLIANCE.AT_OUT_OF_RANGE' }));
});

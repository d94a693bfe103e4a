import { describe, expect, it } from '@jest/globals';
import { type Cadence, cadenceText, demandCadence, latestInstants, nextInstant } from './cadence.rules.js';

function instantsAfter(cadence: Cadence, after: string, count: number): string[] {
  const instants: string[] = [];
  for (let at = new Date(after); instants.length < count; instants.push(at.toISOString().slice(0, 16))) at = nextInstant(cadence, at);
  return instants;
}

const berlin = (cron: string): Cadence => ({ cron, zone: 'Europe/Berlin' });

describe('a night that skips 02:00 to 03:00 (Berlin, 29 March 2026, at 01:00 UTC)', () => {
  it('has 02:30 once, at the first instant after the gap', () => {
    expect(instantsAfter(berlin('30 2 * * *'), '2026-03-27T12:00:00Z', 3)).toEqual([
      '2026-03-28T01:30', // 02:30 CET
      '2026-03-29T01:00', // 03:00 CEST
      '2026-03-30T00:30', // 02:30 CEST
    ]);
  });

  it('has no instants of the skipped hour in a pattern of every half hour', () => {
    expect(instantsAfter(berlin('*/30 * * * *'), '2026-03-29T00:00:00Z', 3)).toEqual([
      '2026-03-29T00:30', // 01:30 CET
      '2026-03-29T01:00', // 03:00 CEST
      '2026-03-29T01:30', // 03:30 CEST
    ]);
  });
});

describe('a night that has 02:00 to 03:00 twice (Berlin, 25 October 2026, at 01:00 UTC)', () => {
  it('has 02:30 once, at the first of the two', () => {
    expect(instantsAfter(berlin('30 2 * * *'), '2026-10-23T12:00:00Z', 3)).toEqual([
      '2026-10-24T00:30', // 02:30 CEST
      '2026-10-25T00:30', // 02:30 CEST, and not at 01:30 UTC, 02:30 CET
      '2026-10-26T01:30', // 02:30 CET
    ]);
    expect(nextInstant(berlin('30 2 * * *'), new Date('2026-10-25T00:30:00Z')).toISOString()).toBe('2026-10-26T01:30:00.000Z');
  });

  it('has both hours in a pattern of every half hour', () => {
    expect(instantsAfter(berlin('*/30 * * * *'), '2026-10-24T23:30:00Z', 6)).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T00:30',
      '2026-10-25T01:00',
      '2026-10-25T01:30',
      '2026-10-25T02:00',
      '2026-10-25T02:30',
    ]);
  });
});

it('reads a pattern on the clock of its zone, whatever the zone of the machine', () => {
  expect(instantsAfter({ cron: '0 3 * * 1', zone: 'America/New_York' }, '2026-03-01T12:00:00Z', 2)).toEqual([
    '2026-03-02T08:00', // EST
    '2026-03-09T07:00', // EDT, since the day before
  ]);
  // Egypt skips midnight itself: 24 April 2026 begins at 01:00.
  expect(instantsAfter({ cron: '0 0 * * *', zone: 'Africa/Cairo' }, '2026-04-22T22:00:00Z', 2)).toEqual([
    '2026-04-23T22:00',
    '2026-04-24T21:00',
  ]);
});

it('is due at whole multiples since 1970, the same in every process', () => {
  const quarter: Cadence = { everyMs: 900_000 };
  expect(instantsAfter(quarter, '2026-11-20T12:00:00Z', 2)).toEqual(['2026-11-20T12:15', '2026-11-20T12:30']);
  expect(instantsAfter(quarter, '2026-11-20T12:07:31Z', 1)).toEqual(['2026-11-20T12:15']);
});

it.each<[string, Cadence]>([
  ['a pattern', { cron: '0 * * * *', zone: 'UTC' }],
  ['an interval', { everyMs: 3_600_000 }],
])('finds the latest instants of %s, newest first, the present one included', (_name, cadence) => {
  const hours = (upTo: string): string[] => latestInstants(cadence, new Date(upTo), 2).map((at) => at.toISOString());
  expect(hours('2026-11-20T12:00:00.000Z')).toEqual(['2026-11-20T12:00:00.000Z', '2026-11-20T11:00:00.000Z']);
  expect(hours('2026-11-20T12:00:00.999Z')).toEqual(['2026-11-20T12:00:00.000Z', '2026-11-20T11:00:00.000Z']);
  expect(hours('2026-11-20T11:59:59.999Z')).toEqual(['2026-11-20T11:00:00.000Z', '2026-11-20T10:00:00.000Z']);
});

it.each<[string, Cadence]>([
  ['a minute that no hour has', { cron: '61 * * * *', zone: 'UTC' }],
  ['too few fields', { cron: '* * *', zone: 'UTC' }],
  ['a day that no year has', { cron: '0 0 30 2 *', zone: 'UTC' }],
  ['a zone that is none', { cron: '0 * * * *', zone: 'Mars/Olympus' }],
  ['an interval of nothing', { everyMs: 0 }],
  ['half a millisecond', { everyMs: 0.5 }],
])('refuses %s', (_name, cadence) => {
  expect(() => demandCadence(cadence)).toThrow();
});

it('is stored as it is read', () => {
  expect(cadenceText(berlin('30 2 * * *'))).toEqual({ cadence: '30 2 * * *', zone: 'Europe/Berlin' });
  expect(cadenceText({ everyMs: 900_000 })).toEqual({ cadence: 'every 900000 ms', zone: 'UTC' });
});

import { expect, it } from '@jest/globals';
import { readWindow } from './summary-window.rules.js';

const now = new Date('2026-11-30T23:30:00Z');
const read = (query: object) => readWindow({ timeZone: 'UTC', ...query }, now);
const windowOf = (query: object) => {
  const window = read(query);
  if (!window.ok) throw new Error(window.code);
  return window.value;
};

it('is the thirty days up to today on the clocks of the zone', () => {
  const utc = windowOf({});
  expect([utc.days.length, utc.days[0], utc.days.at(-1)]).toEqual([30, '2026-11-01', '2026-11-30']);
  const berlin = windowOf({ timeZone: 'europe/berlin' });
  expect([berlin.timeZone, berlin.days.at(-1), berlin.end.toISOString()]).toEqual([
    'Europe/Berlin',
    '2026-12-01',
    '2026-12-01T23:00:00.000Z',
  ]);
});

it('has days of 23 and 25 hours where clocks change', () => {
  const hours = (from: string, to: string) => {
    const { beginnings, end } = windowOf({ from, to, timeZone: 'America/New_York' });
    return [...beginnings.slice(1), end].map((next, place) => (next.getTime() - (beginnings[place]?.getTime() ?? 0)) / 3_600_000);
  };
  expect(hours('2026-03-07', '2026-03-09')).toEqual([24, 23, 24]);
  expect(hours('2026-10-31', '2026-11-02')).toEqual([24, 25, 24]);
});

it('has nothing of a day that the zone left out', () => {
  // Samoa went over the date line at the end of 29 December 2011.
  const { days, beginnings } = windowOf({ from: '2011-12-29', to: '2011-12-31', timeZone: 'Pacific/Apia' });
  expect(days).toHaveLength(3);
  expect(beginnings.map((at) => at.toISOString())).toEqual([
    '2011-12-29T10:00:00.000Z',
    '2011-12-30T10:00:00.000Z',
    '2011-12-30T10:00:00.000Z',
  ]);
});

it.each([
  [{ timeZone: 'Mars/Base' }, 'timeZone', 'time_zone.unknown'],
  [{ from: '2026-11-30', to: '2026-11-29' }, 'to', 'window.reversed'],
  [{ from: '2025-11-29', to: '2026-11-30' }, 'to', 'window.too_long'],
])('is refused as %j', (query, path, code) => {
  expect(read(query)).toMatchObject({ ok: false, path, code });
});

it('may span a leap year', () => {
  expect(windowOf({ from: '2024-01-01', to: '2024-12-31' }).days).toHaveLength(366);
});

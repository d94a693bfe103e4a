import { describe, expect, it } from '@jest/globals';
import { daily, hours, type Span, week } from '../rule-sets/rule.js';
import { UTAH_HOLIDAYS } from '../rule-sets/us-holidays.js';
import { nextOpeningMs, type OpenHours, openingAt } from './open-hours.rules.js';

const NEW_YORK = 'America/New_York';
const open = (span: Span): OpenHours => ({ hours: daily(span), holidays: [] });
const tcpa = open(hours(8, 21));
const at = (of: OpenHours, instant: string, zone: string) => openingAt(of, Date.parse(instant), zone);
const opens = (of: OpenHours, instant: string, zone: string): string | undefined => {
  const foundMs = nextOpeningMs(of, Date.parse(instant), Date.parse(instant) + 14 * 86_400_000, zone);
  return foundMs === undefined ? undefined : new Date(foundMs).toISOString();
};

describe('hours of a day', () => {
  it.each([
    ['2026-11-27T12:59:59.999Z', 'closed'],
    ['2026-11-27T13:00:00Z', 'open'],
    ['2026-11-28T01:59:59.999Z', 'open'],
    ['2026-11-28T02:00:00Z', 'closed'],
  ])('in New York at %s are %s', (instant, opening) => {
    expect(at(tcpa, instant, NEW_YORK)).toBe(opening);
  });

  it('begin at their first minute, on the clocks of the zone', () => {
    expect(opens(tcpa, '2026-11-27T09:30:15Z', NEW_YORK)).toBe('2026-11-27T13:00:00.000Z');
    expect(opens(tcpa, '2026-11-28T02:00:00Z', NEW_YORK)).toBe('2026-11-28T13:00:00.000Z');
    expect(opens(tcpa, '2026-11-27T15:00:30Z', NEW_YORK)).toBe('2026-11-27T15:00:30.000Z');
    expect(opens(tcpa, '2026-11-27T00:00:00Z', 'Asia/Kathmandu')).toBe('2026-11-27T02:15:00.000Z');
  });

  it('go beyond midnight, as part of the day on which they began', () => {
    const late: OpenHours = {
      hours: [undefined, undefined, undefined, undefined, { from: 22 * 60, until: 2 * 60 }, undefined, undefined],
      holidays: [],
    };
    expect(at(late, '2026-11-28T03:00:00Z', NEW_YORK)).toBe('open');
    expect(at(late, '2026-11-28T06:59:00Z', NEW_YORK)).toBe('open');
    expect(at(late, '2026-11-28T07:00:00Z', NEW_YORK)).toBe('closed');
    expect(at(late, '2026-11-27T05:00:00Z', NEW_YORK)).toBe('closed');
    expect(opens(late, '2026-11-28T07:00:00Z', NEW_YORK)).toBe('2026-12-05T03:00:00.000Z');
  });

  it('are those of the weekday', () => {
    const rhodeIsland: OpenHours = { hours: week(hours(9, 18), hours(10, 17)), holidays: [] };
    expect(at(rhodeIsland, '2026-11-28T14:30:00Z', NEW_YORK)).toBe('closed');
    expect(opens(rhodeIsland, '2026-11-28T22:00:00Z', NEW_YORK)).toBe('2026-11-30T14:00:00.000Z');
  });

  it('are none on holidays, nor on the weekday beside one of a weekend', () => {
    const utah: OpenHours = { hours: week(hours(8, 21), hours(8, 21)), holidays: UTAH_HOLIDAYS };
    const noon = (day: string) => at(utah, `${day}T19:00:00Z`, 'America/Denver');
    expect([noon('2026-07-24'), noon('2026-11-26'), noon('2026-05-25'), noon('2026-07-03')]).toEqual([
      'holiday',
      'holiday',
      'holiday',
      'holiday',
    ]);
    expect([noon('2026-07-23'), noon('2026-11-27'), noon('2026-05-18'), noon('2026-07-29')]).toEqual(['open', 'open', 'open', 'open']);
    expect(opens(utah, '2026-07-24T19:00:00Z', 'America/Denver')).toBe('2026-07-25T14:00:00.000Z');
  });

  it('never come when there are none', () => {
    expect(opens({ hours: [], holidays: [] }, '2026-11-27T12:00:00Z', NEW_YORK)).toBeUndefined();
  });
});

describe('when clocks are changed', () => {
  it('forward, the evening before and the morning after keep to the clocks', () => {
    expect(at(tcpa, '2026-03-08T01:59:00Z', NEW_YORK)).toBe('open');
    expect(at(tcpa, '2026-03-08T02:00:00Z', NEW_YORK)).toBe('closed');
    expect(opens(tcpa, '2026-03-08T02:00:00Z', NEW_YORK)).toBe('2026-03-08T12:00:00.000Z');
  });

  it('back, too', () => {
    expect(opens(tcpa, '2026-11-01T01:30:00Z', NEW_YORK)).toBe('2026-11-01T13:00:00.000Z');
    expect(opens(tcpa, '2026-10-25T00:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T07:00:00.000Z');
  });

  it('an hour that is skipped opens with the first minute after it', () => {
    const night = open({ from: 2 * 60 + 30, until: 4 * 60 });
    expect(opens(night, '2026-03-08T05:00:00Z', NEW_YORK)).toBe('2026-03-08T07:00:00.000Z');
    expect(opens(open({ from: 2 * 60, until: 2 * 60 + 45 }), '2026-03-08T05:00:00Z', NEW_YORK)).toBe('2026-03-09T06:00:00.000Z');
  });

  it('an hour that comes twice is open twice', () => {
    const night = open({ from: 60, until: 90 });
    expect(['05:15', '05:45', '06:15', '06:45'].map((time) => at(night, `2026-11-01T${time}:00Z`, NEW_YORK))).toEqual([
      'open',
      'closed',
      'open',
      'closed',
    ]);
    expect(opens(night, '2026-11-01T05:30:00Z', NEW_YORK)).toBe('2026-11-01T06:00:00.000Z');
  });

  it('by half an hour, as on Lord Howe Island', () => {
    expect(opens(tcpa, '2026-10-03T10:30:00Z', 'Australia/Lord_Howe')).toBe('2026-10-03T21:00:00.000Z');
    expect(opens(tcpa, '2026-10-02T10:30:00Z', 'Australia/Lord_Howe')).toBe('2026-10-02T21:30:00.000Z');
  });
});

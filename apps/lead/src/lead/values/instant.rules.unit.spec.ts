import { describe, expect, it } from '@jest/globals';
import { isFuture, parseInstant } from './instant.rules.js';

const iso = (text: string, zone = 'UTC') => {
  const checked = parseInstant(text, zone);
  return checked.ok ? checked.value?.toISOString() : checked.code;
};

describe('parseInstant', () => {
  it.each([
    ['2018-02-01', '2018-02-01T00:00:00.000Z'],
    ['2018-02-26 19:58:54', '2018-02-26T19:58:54.000Z'],
    ['2018-02-26T19:58', '2018-02-26T19:58:00.000Z'],
    ['2018-02-26T19:58:54.123456Z', '2018-02-26T19:58:54.123Z'],
    ['2018-02-26T19:58:54+05:30', '2018-02-26T14:28:54.000Z'],
    ['2018-02-26T19:58:54-0300', '2018-02-26T22:58:54.000Z'],
    ['2020-02-29', '2020-02-29T00:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it('places a local time in its zone, before and after clock changes', () => {
    expect(iso('2026-01-15 12:00:00', 'America/Sao_Paulo')).toBe('2026-01-15T15:00:00.000Z');
    expect(iso('2026-07-15', 'Europe/Berlin')).toBe('2026-07-14T22:00:00.000Z');
    expect(iso('2026-03-29 01:59:59', 'Europe/Berlin')).toBe('2026-03-29T00:59:59.000Z');
    expect(iso('2026-03-29 03:00:00', 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z');
  });

  it('moves a skipped local time on, and takes the earlier of two', () => {
    expect(iso('2026-03-29 02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    expect(iso('2026-10-25 02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  });

  it.each(['yesterday', '01/02/2018', '2018-2-1', '20180201', '2018-02-01T', '43132'])('refuses the form of %s', (text) => {
    expect(iso(text)).toBe('instant.format');
  });

  it.each(['2019-02-29', '2018-13-01', '2018-01-01 24:00:00', '2018-01-01 12:60'])('refuses the impossible %s', (text) => {
    expect(iso(text)).toBe('instant.impossible');
  });
});

describe('isFuture', () => {
  it('forgives five minutes of skew', () => {
    const now = new Date('2026-01-01T00:00:00Z');
    expect(isFuture(new Date('2026-01-01T00:04:59Z'), now)).toBe(false);
    expect(isFuture(new Date('2026-01-01T00:05:01Z'), now)).toBe(true);
  });
});

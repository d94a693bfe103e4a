import { describe, expect, it } from '@jest/globals';
import { normaliseTimeZone } from './time-zone.rules.js';

describe('normaliseTimeZone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['america/sao_paulo', 'America/Sao_Paulo'],
    ['US/Eastern', 'America/New_York'],
    ['Etc/UTC', 'UTC'],
  ])('knows %s as %s', (text, canonical) => {
    expect(normaliseTimeZone(text)).toEqual({ ok: true, value: canonical });
  });

  it('gives two names of one zone the same canonical name', () => {
    expect(normaliseTimeZone('Asia/Kolkata')).toEqual(normaliseTimeZone('Asia/Calcutta'));
  });

  it.each(['Mars/Olympus', '+05:00', '5', 'Europe/'])('refuses %s', (text) => {
    expect(normaliseTimeZone(text)).toMatchObject({ code: 'time_zone.unknown' });
  });
});

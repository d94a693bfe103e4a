import { describe, expect, it } from '@jest/globals';
import { NumberSet } from '../registry/number-set.rules.js';
import { concernsLists, isCopyOf, listStateOf, maxAgeSecondsOf } from './list-state.rules.js';

const source = 'us-national';
const listedAt = new Date('2026-11-01T00:00:00Z');
const stored = { source, version: 3, loadId: 'load-3', listedAt, size: 0 };
const held = (version: number) => ({ source, version, loadId: `load-${version}`, listedAt, numbers: NumberSet.EMPTY });
const after = (days: number, seconds = 0) => new Date(listedAt.getTime() + (days * 86_400 + seconds) * 1_000);
const MONTH = 31 * 86_400;

describe('a list', () => {
  it('may be 31 days old, and not a second more (16 CFR 310.4(b)(3)(iv))', () => {
    const stateAt = (now: Date) => listStateOf(source, stored, held(3), now, maxAgeSecondsOf(source, 31)).state;
    expect([stateAt(after(0)), stateAt(after(31)), stateAt(after(31, 1))]).toEqual(['current', 'current', 'stale']);
  });

  it('says which version it has, as of when, and how old it is', () => {
    expect(listStateOf(source, stored, held(3), after(2, 0.9), MONTH)).toEqual({
      source,
      state: 'current',
      version: 3,
      listedAt: '2026-11-01T00:00:00.000Z',
      ageSeconds: 172_800,
      maxAgeSeconds: MONTH,
    });
  });

  it.each([
    ['was never loaded', undefined, undefined, 'not_loaded', null],
    ['was not fetched yet', stored, undefined, 'behind', 3],
    ['has moved on since the database was asked', stored, held(4), 'current', 4],
    ['has moved on since the copy was begun', stored, held(2), 'behind', 3],
  ])('that %s', (_name, truth, copy, state, version) => {
    expect(listStateOf(source, truth, copy, after(1), MONTH)).toMatchObject({ state, version });
  });

  it('that is too old and was not fetched is too old', () => {
    expect(listStateOf(source, stored, undefined, after(32), MONTH).state).toBe('stale');
  });

  it('is not of a negative age when clocks differ', () => {
    expect(listStateOf(source, stored, held(3), after(-1), MONTH)).toMatchObject({ state: 'current', ageSeconds: 0 });
  });

  it("of the tenant's own does not age", () => {
    expect([maxAgeSecondsOf('own-partners', 31), maxAgeSecondsOf('us-tx', 30)]).toEqual([null, 2_592_000]);
    expect(listStateOf('own-partners', stored, held(3), after(4_000), null).state).toBe('current');
  });
});

it('is another one with the same version of another load, as after a backup was brought back', () => {
  expect([isCopyOf(held(3), stored), isCopyOf({ ...held(3), loadId: 'other' }, stored), isCopyOf(held(4), stored)]).toEqual([
    true,
    false,
    false,
  ]);
});

it('concerns calls and text messages', () => {
  expect((['voice', 'sms', undefined, 'email', 'whatsapp', 'social'] as const).map(concernsLists)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

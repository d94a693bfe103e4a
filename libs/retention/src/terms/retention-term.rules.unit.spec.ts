import { describe, expect, it } from '@jest/globals';
import { RETENTION_CATEGORIES, RETENTION_LIMITS } from '@leadstream/contracts';
import { dueBefore, earliestDue, termOf } from './retention-term.rules.js';

describe('what holds where nothing was said', () => {
  it('is half a year for what leads did and a year for e-mail, archived', () => {
    expect(termOf([], 'interactions')).toEqual({ action: 'archive', afterDays: 183 });
    expect(termOf([], 'email-events')).toEqual({ action: 'archive', afterDays: 365 });
  });

  it.each(RETENTION_CATEGORIES)('lies within what may be said of %s', (category) => {
    const { afterDays, minDays, maxDays } = RETENTION_LIMITS[category];
    expect(minDays).toBeLessThanOrEqual(afterDays);
    expect(afterDays).toBeLessThanOrEqual(maxDays);
  });

  // Months that are open cannot be taken apart: the present one and the one before.
  it.each(RETENTION_CATEGORIES)('never lets %s of an open month go', (category) => {
    expect(RETENTION_LIMITS[category].minDays).toBeGreaterThanOrEqual(62);
  });
});

it('is what the tenant says of that category', () => {
  const rules = [
    { category: 'decisions', action: 'archive', afterDays: 400 },
    { category: 'interactions', action: 'delete', afterDays: 90 },
  ];
  expect(termOf(rules, 'interactions')).toEqual({ action: 'delete', afterDays: 90 });
  expect(termOf(rules, 'email-events')).toEqual({ action: 'archive', afterDays: 365 });
});

it.each([
  ['an action that a later release may know', { action: 'anonymise', afterDays: 90 }],
  ['days below the bounds', { action: 'delete', afterDays: 1 }],
  ['days above the bounds', { action: 'delete', afterDays: 100_000 }],
])('keeps for as long as may be what is told with %s', (_, rule) => {
  expect(termOf([{ category: 'interactions', ...rule }], 'interactions')).toEqual({ action: 'archive', afterDays: 3_653 });
});

it('counts whole days of 24 hours back from now', () => {
  const now = new Date('2026-03-30T12:00:00Z');
  expect(dueBefore({ afterDays: 90 }, now)).toEqual(new Date('2025-12-30T12:00:00Z'));
  expect(earliestDue('interactions', now)).toEqual(new Date('2026-01-27T12:00:00Z'));
});

it('keeps for as long as may be what cannot be archived and is told to be', () => {
  expect(termOf([{ category: 'imports', action: 'archive', afterDays: 90 }], 'imports')).toEqual({ action: 'delete', afterDays: 3_653 });
});

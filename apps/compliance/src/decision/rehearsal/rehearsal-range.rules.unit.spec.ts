import { expect, it } from '@jest/globals';
import { rehearsalRange } from './rehearsal-range.rules.js';

const now = new Date('2026-11-27T12:00:00Z');
const settled = new Date('2026-11-27T11:59:00Z');

it.each([
  [{}, '2026-10-28T11:59:00Z', settled],
  [{ days: 1 }, '2026-11-26T11:59:00Z', settled],
  [{ from: '2026-11-01T00:00:00Z' }, '2026-11-01T00:00:00Z', settled],
  [{ days: 2, to: '2026-11-20T00:00:00Z' }, '2026-11-18T00:00:00Z', new Date('2026-11-20T00:00:00Z')],
  [{ from: '2026-11-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }, '2026-11-01T00:00:00Z', settled],
])('of %j ends where no more decisions can come', (asked, from, to) => {
  expect(rehearsalRange(asked, now)).toEqual({ from: new Date(from), to });
});

it.each([{ from: '2026-11-27T11:59:00Z' }, { from: '2026-11-02T00:00:00Z', to: '2026-11-01T00:00:00Z' }, { from: '2025-11-01T00:00:00Z' }])(
  'is refused for %j',
  (asked) => {
    expect(() => rehearsalRange(asked, now)).toThrow(expect.objectContaining({ code: 'COMPLIANCE.POLICY_REHEARSAL_RANGE' }));
  },
);

import { describe, expect, it } from '@jest/globals';
import { firstOfEach, instantProblem } from './interaction.rules.js';

const now = new Date('2026-11-20T12:00:00Z');
describe('instantProblem', () => {
  it('accepts the past and a clock that is a little ahead', () => {
    expect(instantProblem('1999-12-31T23:59:59Z', now)).toBeUndefined();
    expect(instantProblem('2026-11-20T12:05:00Z', now)).toBeUndefined();
  });

  it('refuses the future', () => {
    expect(instantProblem('2026-11-20T12:05:00.001Z', now)?.code).toBe('ENGAGEMENT.OCCURRED_IN_FUTURE');
  });
});

describe('firstOfEach', () => {
  it('keeps the first with each client event id', () => {
    const items = [
      { clientEventId: 'a', n: 1 },
      { clientEventId: 'b', n: 2 },
      { clientEventId: 'a', n: 3 },
    ];
    expect(firstOfEach(items).map(({ n }) => n)).toEqual([1, 2]);
  });
});

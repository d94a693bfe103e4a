import { describe, expect, it } from '@jest/globals';
import { allowanceHeader, type Allowance, mayPass, policyHeader, secondsToReset } from './rate-limit.rules.js';

const allowance = (used: number, resetMs = 30_000): Allowance => ({ rateClass: 'read', limit: 10, used, resetMs });

describe('rate limits', () => {
  it('let the last request of the quota pass and no other', () => {
    expect(mayPass(allowance(10))).toBe(true);
    expect(mayPass(allowance(11))).toBe(false);
  });

  it('are told in the form of the draft', () => {
    expect(policyHeader('read', 10)).toBe('"read";q=10;w=60');
    expect(allowanceHeader(allowance(3, 29_001))).toBe('"read";r=7;t=30');
  });

  it('never tell of less than nothing, nor of a reset that is over', () => {
    expect(allowanceHeader(allowance(12, 0))).toBe('"read";r=0;t=1');
    expect(secondsToReset(allowance(12, -5))).toBe(1);
  });
});

import { describe, expect, it } from '@jest/globals';
import { type Lease, maxLeaseOf, nextLeaseSize, takeFrom } from './lease.rules.js';

const lease = (overrides: Partial<Lease> = {}): Lease => ({ next: 11, last: 12, size: 2, takenAtMs: 0, resetAtMs: 60_000, ...overrides });

describe('a lease', () => {
  it('gives each place once, then nothing', () => {
    const held = lease();
    expect([takeFrom(held, 1), takeFrom(held, 1), takeFrom(held, 1)]).toEqual([11, 12, undefined]);
  });

  it('is over when the count begins anew', () => {
    expect(takeFrom(lease(), 60_000)).toBeUndefined();
  });

  it('is never more than a hundredth of the limit, and nothing of small ones', () => {
    expect([maxLeaseOf(5), maxLeaseOf(99), maxLeaseOf(1_200), maxLeaseOf(120_000)]).toEqual([0, 0, 12, 128]);
  });

  it('grows while it is used up quickly, and starts from nothing otherwise', () => {
    expect(nextLeaseSize(undefined, 128, 0)).toBe(0);
    expect(nextLeaseSize(lease({ size: 0 }), 128, 10)).toBe(1);
    expect(nextLeaseSize(lease({ size: 64 }), 128, 10)).toBe(128);
    expect(nextLeaseSize(lease({ size: 64 }), 100, 10)).toBe(100);
    expect(nextLeaseSize(lease({ size: 64 }), 128, 1_000)).toBe(0);
    expect(nextLeaseSize(lease({ size: 0 }), 0, 10)).toBe(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { ConsentState } from '@leadstream/contracts';
import type { KnownLead } from '../../known-lead/known-lead.js';
import { familyConsent, type StatementOfLead } from './family-consent.rules.js';

const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 1, hour));
let entryNo = 0;
const says = (leadId: string, state: ConsentState, hour: number, until?: number): StatementOfLead => ({
  leadId,
  state,
  statedAt: at(hour),
  expiresAt: until === undefined ? null : at(until),
  entryNo: (entryNo += 1),
});
const gone = (leadId: string, mergedInto: string, hour: number): KnownLead => ({
  leadId,
  mergedInto,
  deletedAt: at(hour),
  sequence: 2,
  email: null,
  phone: null,
  timeZone: null,
  country: null,
  region: null,
});
const stands = (ledger: StatementOfLead[], merged: KnownLead[], hour = 23) => familyConsent(ledger, merged, at(hour))?.state;

describe('consent of a person who was two leads', () => {
  const merge = [gone('b', 'a', 12)];

  it('is withdrawn when one of the two withdrew, whichever spoke last', () => {
    expect(stands([says('a', 'given', 1), says('b', 'withdrawn', 2)], merge)).toBe('withdrawn');
    expect(stands([says('a', 'given', 2), says('b', 'withdrawn', 1)], merge)).toBe('withdrawn');
    expect(stands([says('a', 'withdrawn', 1), says('b', 'given', 2)], merge)).toBe('withdrawn');
  });

  it('is given when neither objects any more', () => {
    expect(stands([says('a', 'given', 1)], merge)).toBe('given');
    expect(stands([says('b', 'withdrawn', 1), says('b', 'given', 2), says('a', 'given', 1)], merge)).toBe('given');
    expect(stands([], merge)).toBeUndefined();
  });

  it('is what either of them says after the merge', () => {
    expect(stands([says('b', 'withdrawn', 2), says('a', 'given', 13)], merge)).toBe('given');
    expect(stands([says('a', 'withdrawn', 2), says('b', 'given', 13)], merge)).toBe('given');
    expect(stands([says('a', 'given', 13), says('b', 'withdrawn', 14)], merge)).toBe('withdrawn');
    expect(stands([says('a', 'given', 14), says('b', 'withdrawn', 13)], merge)).toBe('given');
  });

  it('is withdrawn at the instant of the merge itself, and at one instant after', () => {
    expect(stands([says('b', 'withdrawn', 2), says('a', 'given', 12)], merge)).toBe('withdrawn');
    expect(stands([says('b', 'withdrawn', 13), says('a', 'given', 13)], merge)).toBe('withdrawn');
  });
});

describe('a consent for a time, of a person who was two leads', () => {
  // b went into a at 4.
  const merge = [gone('b', 'a', 4)];

  it('lifts no withdrawal once it is over, whatever the other lead said before', () => {
    const ledger = [says('a', 'withdrawn', 1), says('a', 'given', 2, 5), says('b', 'given', 3)];
    expect(stands(ledger, merge, 4)).toBe('given');
    expect(stands(ledger, merge, 5)).toBe('withdrawn');
    expect(stands([...ledger, says('b', 'given', 6)], merge, 7)).toBe('given');
  });

  it('takes the place of what either said before, and ends with it', () => {
    const ledger = [says('a', 'withdrawn', 1), says('b', 'given', 6), says('a', 'given', 7, 9)];
    expect(stands(ledger, merge, 8)).toBe('given');
    expect(stands(ledger, merge, 9)).toBe('withdrawn');
    expect(stands([...ledger, says('b', 'given', 8)], merge, 9)).toBe('given');
  });
});

describe('consent of a person who was three leads', () => {
  // b went into a at 10, a into c at 20.
  const merges = [gone('b', 'a', 10), gone('a', 'c', 20)];

  it('counts a grant from the merge on that made the two one', () => {
    const overruled = [says('b', 'withdrawn', 1), says('a', 'given', 15)];
    expect(stands(overruled, merges)).toBe('given');
    expect(stands([...overruled, says('c', 'withdrawn', 16)], merges)).toBe('withdrawn');
    expect(stands([says('b', 'withdrawn', 1), says('c', 'given', 15)], merges)).toBe('withdrawn');
    expect(stands([says('b', 'withdrawn', 1), says('c', 'given', 21)], merges)).toBe('given');
  });

  it('joins two that went into the same lead when the later one came', () => {
    const siblings = [gone('b', 'a', 10), gone('d', 'a', 20)];
    expect(stands([says('b', 'withdrawn', 1), says('d', 'given', 15)], siblings)).toBe('withdrawn');
    expect(stands([says('b', 'withdrawn', 1), says('d', 'given', 21)], siblings)).toBe('given');
  });

  it('ends while pointers contradict each other', () => {
    const ring = [gone('a', 'b', 10), gone('b', 'a', 20)];
    expect(stands([says('a', 'given', 1), says('b', 'withdrawn', 2)], ring)).toBe('withdrawn');
  });
});

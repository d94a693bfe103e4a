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
    expect(stands([says('b', 'withdrawn', 13), says('a', 'given', 14)], merge)).toBe('given');
  });

  it('is withdrawn at the instant of the merge itself, and at one instant after', () => {
    expect(stands([says('b', 'withdrawn', 2), says('a', 'given', 12)], merge)).toBe('withdrawn');
    expect(stands([says('b', 'withdrawn', 13), says('a', 'given', 13)], merge)).toBe('withdrawn');
  });
});

describe('a grant that a capture, a form or a file told', () => {
  const told = (...said: Parameters<typeof says>): StatementOfLead => ({ ...says(...said), isTold: true });

  it('is a consent where nothing is withdrawn, and lifts nothing', () => {
    expect(stands([told('a', 'given', 2)], [])).toBe('given');
    expect(stands([says('a', 'withdrawn', 1), told('a', 'given', 2)], [])).toBe('withdrawn');
    expect(stands([says('a', 'withdrawn', 1), says('a', 'given', 2)], [])).toBe('given');
  });

  it('leaves lifted what the person itself has lifted, and ends it where it takes the place of that for a time', () => {
    const ledger = [says('a', 'withdrawn', 1), says('a', 'given', 2)];
    expect(stands([...ledger, told('a', 'given', 3)], [])).toBe('given');
    expect(stands([...ledger, told('a', 'given', 3, 9)], [], 9)).toBe('withdrawn');
  });
});

describe('a withdrawal that comes later than a grant, and was stated earlier', () => {
  it('stands until a grant comes that is later in both', () => {
    const ledger = [says('a', 'given', 10), says('a', 'withdrawn', 5)];
    expect(stands(ledger, [])).toBe('withdrawn');
    expect(stands([...ledger, says('a', 'given', 4)], [])).toBe('withdrawn');
    expect(stands([...ledger, says('a', 'given', 6)], [])).toBe('given');
  });

  it('stands beside a later one that was lifted', () => {
    expect(stands([says('a', 'withdrawn', 10), says('a', 'given', 11), says('a', 'withdrawn', 5)], [])).toBe('withdrawn');
    expect(stands([says('a', 'withdrawn', 10), says('a', 'withdrawn', 5), says('a', 'given', 8)], [])).toBe('withdrawn');
    expect(stands([says('a', 'withdrawn', 10), says('a', 'withdrawn', 5), says('a', 'given', 11)], [])).toBe('given');
  });

  it('is lifted for the time of a grant for a time, whatever was agreed to for ever before it came', () => {
    const ledger = [says('a', 'given', 10), says('a', 'withdrawn', 5), says('a', 'given', 6, 12)];
    expect(stands(ledger, [], 11)).toBe('given');
    expect(stands(ledger, [], 12)).toBe('withdrawn');
  });

  it('of another lead of the person stands, too', () => {
    const merge = [gone('b', 'a', 12)];
    expect(stands([says('a', 'given', 14), says('b', 'withdrawn', 13)], merge)).toBe('withdrawn');
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

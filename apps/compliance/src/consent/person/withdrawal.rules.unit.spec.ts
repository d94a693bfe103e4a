import { expect, it } from '@jest/globals';
import type { ConsentState } from '@leadstream/contracts';
import type { StatementOfLead } from '../family/family-consent.rules.js';
import { leadsToWithdraw, withdrawnAsOneAt } from './withdrawal.rules.js';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour));
let entryNo = 0;
const says = (leadId: string, state: ConsentState, hour: number, until?: number): StatementOfLead => ({
  leadId,
  state,
  statedAt: at(hour),
  expiresAt: until === undefined ? null : at(until),
  entryNo: (entryNo += 1),
});
const pending = (...ledger: StatementOfLead[]) => leadsToWithdraw(['a', 'b'], ledger, at(12));

it('is written under every lead of the person', () => {
  expect(pending()).toEqual(['a', 'b']);
  expect(pending(says('a', 'given', 1))).toEqual(['a', 'b']);
});

it('is not written twice where the lead itself has withdrawn, and is where another one of the person has', () => {
  expect(pending(says('b', 'withdrawn', 1))).toEqual(['a']);
  expect(pending(says('a', 'given', 1), says('b', 'withdrawn', 2))).toEqual(['a']);
});

it('is written anew where the lead agreed since, also for a time', () => {
  expect(pending(says('a', 'withdrawn', 1), says('a', 'given', 2), says('b', 'withdrawn', 1), says('b', 'given', 2, 20))).toEqual([
    'a',
    'b',
  ]);
  expect(pending(says('a', 'withdrawn', 1), says('a', 'given', 2, 9))).toEqual(['b']);
});

it('holds for the other leads since they are one with the lead that withdrew', () => {
  const family = { merged: [{ deletedAt: at(5) }, { deletedAt: at(9) }] };
  expect(withdrawnAsOneAt(at(3), family)).toEqual(at(9));
  expect(withdrawnAsOneAt(at(10), family)).toEqual(at(10));
});

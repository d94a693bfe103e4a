import { describe, expect, it } from '@jest/globals';
import type { StatementOfLead } from './family-consent.rules.js';
import { holdingAt, standingAt } from './standing.rules.js';

const at = (time: string) => new Date(`2026-11-20T${time}Z`);
const given = (time: string, entryNo: number, until?: string): StatementOfLead => ({
  leadId: 'ada',
  state: 'given',
  statedAt: at(time),
  entryNo,
  expiresAt: until === undefined ? null : at(until),
});
const withdrawn = (time: string, entryNo: number): StatementOfLead => ({ leadId: 'ada', state: 'withdrawn', statedAt: at(time), entryNo });

describe('a consent for a time', () => {
  const line = given('09:00:00', 1, '12:00:00');

  it('holds until it is over, that instant not included', () => {
    expect(holdingAt([line], [], at('11:59:59.999'))).toEqual(line);
    expect(holdingAt([line], [], at('12:00:00'))).toBeUndefined();
    expect(standingAt([line], [], at('12:00:00'))).toEqual({ statement: line, isExpired: true });
  });

  it('had lifted a withdrawal for that time only', () => {
    const before = withdrawn('08:00:00', 1);
    const ledger = [before, given('09:00:00', 2, '12:00:00')];
    expect(holdingAt(ledger, [], at('11:00:00'))?.state).toBe('given');
    expect(standingAt(ledger, [], at('12:00:00'))).toEqual({ statement: before, isExpired: false });
  });

  it('takes the place of an earlier one for ever: the person has limited it', () => {
    expect(standingAt([given('08:00:00', 1), line], [], at('13:00:00'))?.isExpired).toBe(true);
  });

  it('is over for nobody who agreed again', () => {
    expect(holdingAt([line, given('10:00:00', 2)], [], at('13:00:00'))?.entryNo).toBe(2);
  });

  it('makes no difference to who withdrew meanwhile', () => {
    expect(holdingAt([line, withdrawn('10:00:00', 2)], [], at('13:00:00'))?.state).toBe('withdrawn');
  });
});

it('stands nowhere when nothing was ever stated', () => {
  expect(standingAt([], [], at('12:00:00'))).toBeUndefined();
});

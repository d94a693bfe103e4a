import { describe, expect, it } from '@jest/globals';
import { type ConsentStatement, lastStated, presentInstant, statementInstant } from './consent.rules.js';

const at = (time: string) => new Date(`2026-11-20T${time}Z`);
const given = (time: string, entryNo: number): ConsentStatement => ({ state: 'given', statedAt: at(time), entryNo });
const withdrawn = (time: string, entryNo: number): ConsentStatement => ({ state: 'withdrawn', statedAt: at(time), entryNo });

describe('lastStated', () => {
  it('is undefined when nothing was stated', () => {
    expect(lastStated([])).toBeUndefined();
  });

  it('follows the instant of the statement, not the order of arrival', () => {
    const ledger = [withdrawn('10:00:00', 1), given('09:00:00', 2)];
    expect(lastStated(ledger)).toEqual(ledger[0]);
  });

  it('lets a withdrawal win at one instant, whichever line came first', () => {
    expect(lastStated([given('10:00:00', 2), withdrawn('10:00:00', 1)])?.state).toBe('withdrawn');
    expect(lastStated([withdrawn('10:00:00', 1), given('10:00:00', 2)])?.state).toBe('withdrawn');
  });

  it('takes the later line of two that say the same at one instant', () => {
    expect(lastStated([given('10:00:00', 7), given('10:00:00', 3)])?.entryNo).toBe(7);
  });
});

describe('statementInstant', () => {
  const now = at('12:00:00');

  it('keeps the past and never runs ahead of now', () => {
    expect(statementInstant(at('11:00:00'), now)).toEqual(at('11:00:00'));
    expect(statementInstant(at('12:04:59'), now)).toEqual(now);
  });

  it('refuses what lies beyond the skew of clocks', () => {
    expect(() => statementInstant(at('12:05:01'), now)).toThrow(expect.objectContaining({ code: 'COMPLIANCE.STATED_IN_FUTURE' }));
  });
});

describe('presentInstant', () => {
  it('is now, unless the ledger is ahead of this clock', () => {
    expect(presentInstant([], at('12:00:00'))).toEqual(at('12:00:00'));
    expect(presentInstant([given('11:00:00', 1)], at('12:00:00'))).toEqual(at('12:00:00'));
  });

  it('lets what is said now outweigh what was said before, at one instant and behind it', () => {
    for (const now of [at('12:00:00'), at('11:59:58')]) {
      const before = [given('12:00:00', 1)];
      const withdrawal = { state: 'withdrawn' as const, statedAt: presentInstant(before, now), entryNo: 2 };
      const grant = { state: 'given' as const, statedAt: presentInstant([...before, withdrawal], now), entryNo: 3 };
      expect(lastStated([...before, withdrawal])).toEqual(withdrawal);
      expect(lastStated([...before, withdrawal, grant])).toEqual(grant);
    }
  });
});

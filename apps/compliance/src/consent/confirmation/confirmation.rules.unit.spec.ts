import { describe, expect, it } from '@jest/globals';
import { statusOf } from './confirmation.rules.js';

const at = (time: string) => new Date(`2026-11-20T${time}Z`);
const asked = { requestedAt: at('10:00:00'), expiresAt: at('12:00:00'), confirmedAt: null };
const nothing = { isLeadGone: false, isElsewhere: false, withdrawals: [], blocks: [] };

describe('a consent that is to be confirmed', () => {
  it('waits until its time is over, that instant not included', () => {
    expect(statusOf(asked, nothing, at('11:59:59.999'))).toBe('pending');
    expect(statusOf(asked, nothing, at('12:00:00'))).toBe('expired');
  });

  it('is void once the person withdrew or stopped contact, at the same instant too, for ever', () => {
    expect(statusOf(asked, { ...nothing, withdrawals: [at('10:00:00')] }, at('11:00:00'))).toBe('void');
    expect(statusOf(asked, { ...nothing, blocks: [at('10:00:01')] }, at('11:00:00'))).toBe('void');
    expect(statusOf(asked, { ...nothing, isLeadGone: true }, at('11:00:00'))).toBe('void');
    expect(statusOf(asked, { ...nothing, withdrawals: [at('10:00:01')] }, at('13:00:00'))).toBe('void');
  });

  it('is outdated while the channel reaches the person elsewhere, unless it is void', () => {
    const elsewhere = { ...nothing, isElsewhere: true };
    expect(statusOf(asked, elsewhere, at('11:00:00'))).toBe('outdated');
    expect(statusOf(asked, elsewhere, at('13:00:00'))).toBe('outdated');
    expect(statusOf(asked, { ...elsewhere, withdrawals: [at('10:30:00')] }, at('11:00:00'))).toBe('void');
  });

  it('does not mind what was said before it was asked', () => {
    expect(statusOf(asked, { ...nothing, withdrawals: [at('09:59:59.999')], blocks: [at('09:00:00')] }, at('11:00:00'))).toBe('pending');
  });

  it('stays confirmed, whatever comes later', () => {
    const confirmed = { ...asked, confirmedAt: at('11:00:00') };
    expect(statusOf(confirmed, { isLeadGone: true, isElsewhere: true, withdrawals: [at('11:30:00')], blocks: [] }, at('13:00:00'))).toBe(
      'confirmed',
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import type { NewConsentEntry } from '../new-consent-entry.js';
import type { LineOfMatter } from '../person/person-ledger.js';
import { liftingNothing } from './lifting.rules.js';

const at = (time: string) => new Date(`2026-11-20T${time}Z`);
const matter = { channel: 'email', purpose: 'marketing' } as const;

const line = (state: 'given' | 'withdrawn', time: string, entryNo: number, until?: string): LineOfMatter => ({
  ...matter,
  leadId: 'ada',
  state,
  statedAt: at(time),
  entryNo,
  expiresAt: until === undefined ? null : at(until),
});

const ofFile = (state: 'given' | 'withdrawn', time: string, of: Partial<NewConsentEntry> = {}): { entry: NewConsentEntry } => ({
  entry: {
    ...matter,
    id: time,
    leadId: 'ada',
    state,
    basis: 'consent',
    statedAt: at(time),
    textVersion: null,
    source: 'import',
    recordedAt: at('13:00:00'),
    ...of,
  },
});

const kept = (lines: readonly { entry: NewConsentEntry }[], ledger: readonly LineOfMatter[]) =>
  liftingNothing(lines, new Map([['ada', { lines: ledger, merged: [] }]])).map(({ entry }) => `${entry.state} ${entry.id}`);

describe('a yes in a file', () => {
  it('counts where nothing was withdrawn', () => {
    expect(kept([ofFile('given', '12:00:00')], [])).toEqual(['given 12:00:00']);
    expect(kept([ofFile('given', '12:00:00')], [line('given', '08:00:00', 1)])).toEqual(['given 12:00:00']);
  });

  it('lifts no withdrawal', () => {
    expect(kept([ofFile('given', '12:00:00')], [line('given', '08:00:00', 1), line('withdrawn', '09:00:00', 2)])).toEqual([]);
  });

  it('of before the withdrawal is kept, since it lifts nothing', () => {
    expect(kept([ofFile('given', '08:00:00')], [line('withdrawn', '09:00:00', 1)])).toEqual(['given 08:00:00']);
  });

  it('counts where the person has agreed again since', () => {
    expect(kept([ofFile('given', '12:00:00')], [line('withdrawn', '09:00:00', 1), line('given', '10:00:00', 2)])).toHaveLength(1);
  });

  it('does not make for ever what lifted a withdrawal for a time', () => {
    const ledger = [line('withdrawn', '09:00:00', 1), line('given', '10:00:00', 2, '18:00:00')];
    expect(kept([ofFile('given', '12:00:00')], ledger)).toEqual([]);
  });

  it('lifts no withdrawal of a row above', () => {
    const rows = [ofFile('withdrawn', '12:00:00'), ofFile('given', '12:00:01'), ofFile('given', '12:00:02', { channel: 'sms' })];
    expect(kept(rows, [])).toEqual(['withdrawn 12:00:00', 'given 12:00:02']);
  });

  it('is judged by what was withdrawn of its own channel and purpose', () => {
    expect(kept([ofFile('given', '12:00:00', { purpose: 'sales' })], [line('withdrawn', '09:00:00', 1)])).toHaveLength(1);
  });
});

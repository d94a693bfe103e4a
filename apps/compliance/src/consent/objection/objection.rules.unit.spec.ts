import { describe, expect, it } from '@jest/globals';
import { isObjection, objectedMatters } from './objection.rules.js';

const CHANNELS = ['email', 'sms', 'whatsapp', 'voice', 'social'];
const names = (matters: ReturnType<typeof objectedMatters>) => matters.map(({ purpose, channel }) => `${purpose} ${channel}`).sort();
const advertising = ['marketing', 'sales'].flatMap((purpose) => CHANNELS.map((channel) => `${purpose} ${channel}`)).sort();
const standing = { channel: 'email', purpose: 'service', state: 'given', basis: 'consent' } as const;

describe('what a person objects to', () => {
  it('is advertising by every channel, agreed to or not, and no service', () => {
    expect(names(objectedMatters('objection', []))).toEqual(advertising);
    expect(names(objectedMatters('objection', [standing, { ...standing, purpose: 'sales' }]))).toEqual(advertising);
  });

  it('is with its consent whatever rests on that, and not what rests on a contract', () => {
    expect(names(objectedMatters('consent_withdrawn', [standing]))).toEqual([...advertising, 'service email'].sort());
    expect(names(objectedMatters('consent_withdrawn', [{ ...standing, basis: 'contract' }]))).toEqual(advertising);
  });

  it('is not written down twice, and anew where a grant for a time is over', () => {
    const said = CHANNELS.flatMap((channel) => [
      { channel, purpose: 'marketing', state: 'withdrawn', basis: 'consent' },
      { channel, purpose: 'sales', state: 'expired', basis: 'consent' },
    ]) as Parameters<typeof objectedMatters>[1];
    expect(names(objectedMatters('objection', said))).toEqual(advertising.filter((name) => name.startsWith('sales')));
  });

  it('is told by the ground of an erasure, or not', () => {
    expect(['objection', 'consent_withdrawn', 'request', 'not_needed'].filter(isObjection)).toEqual(['objection', 'consent_withdrawn']);
  });
});

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

  it('is what any of its leads agreed to, each named once, and nothing that is over', () => {
    const withdrawn = { ...standing, state: 'withdrawn' } as const;
    expect(names(objectedMatters('consent_withdrawn', [withdrawn, standing, standing]))).toEqual([...advertising, 'service email'].sort());
    expect(names(objectedMatters('consent_withdrawn', [{ ...standing, state: 'expired' }]))).toEqual(advertising);
  });

  it('is told by the ground of an erasure, or not', () => {
    expect(['objection', 'consent_withdrawn', 'request', 'not_needed'].filter(isObjection)).toEqual(['objection', 'consent_withdrawn']);
  });
});

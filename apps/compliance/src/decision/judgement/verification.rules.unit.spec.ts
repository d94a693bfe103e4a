import { describe, expect, it } from '@jest/globals';
import type { ContactDecision } from '@leadstream/contracts';
import { PERMITTED } from './decision-facts.fixture.spec.js';
import { recompute } from './verification.rules.js';

const inputs = { leadVersion: 1, consentEntryId: null, dncEntryIds: [], dncListVersion: 0, optOutReviewIds: [], facts: PERMITTED };
const decision: ContactDecision = {
  id: '01920000-0000-7000-8000-000000000001',
  leadId: '01920000-0000-7000-8000-000000000002',
  channel: 'email',
  purpose: 'marketing',
  outcome: 'allow',
  reasons: [{ code: 'consent_given', detail: 'Consent stands since 2026-11-20T12:00:00.000Z.' }],
  inputs,
  ruleSetVersion: 'default-3',
  decidedAt: '2026-11-27T12:00:00.000Z',
  at: '2026-11-27T12:00:00.000Z',
  expiresAt: '2026-11-27T12:01:00.000Z',
};

describe('a decision that is made again', () => {
  it('is what it was', () => {
    expect(recompute(decision)).toEqual({ recomputable: true, isEqual: true, differences: [] });
  });

  it.each<[string, Partial<ContactDecision>]>([
    ['outcome', { outcome: 'deny' }],
    ['reasons', { reasons: [{ code: 'consent_given', detail: 'Because.' }] }],
    ['expiresAt', { expiresAt: '2026-11-27T13:00:00.000Z' }],
    ['laterAt', { laterAt: '2026-11-27T13:00:00.000Z' }],
  ])('tells that its %s was altered', (field, change) => {
    expect(recompute({ ...decision, ...change })).toMatchObject({ isEqual: false, differences: [expect.objectContaining({ field })] });
  });

  it('tells that its facts say otherwise', () => {
    const facts = { ...PERMITTED, dncEntries: 1 };
    const { differences } = recompute({ ...decision, inputs: { ...inputs, facts } });
    expect(differences[0]).toEqual({ field: 'outcome', stored: '"allow"', recomputed: '"deny"' });
  });

  it('is judged by the rules that it names, not by those that came since', () => {
    const evening = '2026-11-28T04:30:00.000Z';
    const place = { countries: ['US'], states: ['OR'], zones: ['America/Los_Angeles'], evidence: ['phone' as const] };
    const texted: ContactDecision = {
      ...{ ...decision, channel: 'sms', inputs: { ...inputs, facts: { ...PERMITTED, place } } },
      ...{ decidedAt: evening, at: evening, expiresAt: '2026-11-28T04:31:00.000Z' },
    };
    expect(recompute(texted).isEqual).toBe(true);
    expect(recompute({ ...texted, ruleSetVersion: 'default-4' }).differences.map(({ field }) => field)).toContain('outcome');
  });

  it('is judged by the countries of its rules as they were', () => {
    const place = { countries: ['RE'], states: [], zones: ['Indian/Reunion'], evidence: ['phone' as const] };
    const facts = {
      ...PERMITTED,
      consent: { ...PERMITTED.consent, basis: 'legitimate_interest' as const } as typeof PERMITTED.consent,
      place,
    };
    const mailed = { ...decision, inputs: { ...inputs, facts } };
    const outcomes = ['default-3', 'default-4', 'default-5'].map((ruleSetVersion) => {
      const { differences } = recompute({ ...mailed, ruleSetVersion });
      return differences.find(({ field }) => field === 'outcome')?.recomputed ?? '"allow"';
    });
    expect(outcomes).toEqual(['"allow"', '"allow"', '"deny"']);
  });

  it('cannot be, without facts or its rule set', () => {
    const { facts: _facts, ...older } = inputs;
    expect(recompute({ ...decision, inputs: older })).toEqual({ recomputable: false, isEqual: null, differences: [] });
    expect(recompute({ ...decision, ruleSetVersion: 'default-2' })).toEqual({ recomputable: false, isEqual: null, differences: [] });
  });
});

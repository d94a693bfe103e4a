import { expect, it } from '@jest/globals';
import { policyChangedV1 } from '@leadstream/contracts';
import { changed, drafted, toldDraft } from './policy.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const POLICY = '01920000-0000-7000-8000-000000000001';
const settings = { requiresStatedConsent: true, hours: [], caps: [] };
const ada = { kind: 'member', id: 'ada' } as const;

it('tells of a draft what differs from before, and by which rule set it is tried', () => {
  const draft = drafted({ policyId: POLICY, name: 'Fewer calls', settings, createdAt: NOON, createdBy: ada });
  const made = toldDraft(draft, undefined, NOON);
  const at = '2026-11-01T12:00:00.000Z';
  const all = ['name', 'requiresStatedConsent', 'hours', 'caps', 'ruleSet'];
  const first = { policyId: POLICY, action: 'created', version: 1, name: 'Fewer calls' };
  expect(made).toEqual({ ...first, changed: all, ruleSetVersion: null, changedAt: at });
  expect(policyChangedV1.data.parse(made)).toEqual(made);
  const ruleSet = { version: 'default-4', without: [], rules: [] };
  const caps = [{ channels: ['voice' as const], purposes: ['sales' as const], contacts: 1, withinHours: 24 }];
  const told = toldDraft(changed(draft, { name: 'Fewer calls', caps, ruleSet }), draft, NOON);
  expect(told).toMatchObject({ action: 'updated', version: 2, changed: ['caps', 'ruleSet'], ruleSetVersion: 'default-4' });
  expect(policyChangedV1.data.parse(told)).toEqual(told);
  expect(toldDraft(changed(draft, {}), draft, NOON)).toMatchObject({ version: 2, changed: [] });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, PURPOSES } from '@leadstream/contracts';
import { applicableRules } from './applicable.rules.js';
import { CANADA, EUROPE, UNITED_STATES } from './countries.js';
import { RULE_SET_VERSION, ruleSetOf } from './rule-sets.js';

const rules = ruleSetOf(RULE_SET_VERSION) ?? [];
const now = new Date('2026-11-27T12:00:00Z');
const idsFor = (countries: string[] | null, states: string[] | null, channel: (typeof CHANNELS)[number], at = now) => {
  const { consent, hours, caps } = applicableRules(rules, { channel, purpose: 'marketing' }, { countries, states }, at);
  return [...consent, ...hours, ...caps].map(({ id }) => id);
};

describe('the rule set', () => {
  it('has a rule of consent for every channel and purpose, whatever the country', () => {
    for (const country of [...UNITED_STATES, ...CANADA, ...EUROPE, 'BR', 'AU', 'CH']) {
      for (const channel of CHANNELS) {
        for (const purpose of PURPOSES) {
          const { consent } = applicableRules(rules, { channel, purpose }, { countries: [country], states: [] }, now);
          expect([country, channel, purpose, consent.length]).toEqual([country, channel, purpose, 1]);
        }
      }
    }
  });

  it('names every rule once, and the documentation has each', () => {
    const documentation = readFileSync(new URL('../../../../../docs/compliance.md', import.meta.url), 'utf8');
    const ids = rules.map(({ id }) => id);
    expect(ids.filter((id) => !documentation.includes(`\`${id}\``))).toEqual([]);
    expect(ids).toHaveLength(new Set(ids).size);
  });

  it('is kept for the decisions that name it, as it was', () => {
    const before = (ruleSetOf('default-3') ?? []).map(({ id }) => id);
    const since = rules.filter(({ id }) => !before.includes(id)).map(({ id }) => id);
    expect([since, before.filter((id) => !rules.some((rule) => rule.id === id))]).toEqual([
      ['us-or-hours', 'us-or-three-a-day', 'us-sd-hours'],
      [],
    ]);
  });

  it('is not kept for decisions that kept no facts', () => {
    expect([ruleSetOf('default-1'), ruleSetOf('default-2')]).toEqual([undefined, undefined]);
  });
});

describe('rules', () => {
  it('are those of the state', () => {
    expect(idsFor(['US'], ['FL'], 'voice')).toEqual([
      'us-tcpa-written-consent',
      'us-tcpa-hours',
      'us-fl-hours',
      'house-hours',
      'us-fl-three-a-day',
    ]);
    expect(idsFor(['US'], ['NY'], 'voice')).toEqual(['us-tcpa-written-consent', 'us-tcpa-hours', 'house-hours']);
    expect(idsFor(['PR'], [], 'voice')).toEqual(['us-tcpa-written-consent', 'us-tcpa-hours', 'house-hours']);
  });

  it('are those of all places that are possible', () => {
    expect(idsFor(['US', 'CA'], ['NY'], 'email')).toEqual(['us-can-spam', 'ca-casl']);
    expect(idsFor(['BR'], [], 'email')).toEqual(['house-consent']);
    expect(idsFor(null, null, 'email')).toEqual(['us-can-spam', 'ca-casl', 'eu-eprivacy-mail', 'house-consent']);
    expect(idsFor(['US'], null, 'voice').filter((id) => id.endsWith('-three-a-day'))).toEqual([
      'us-fl-three-a-day',
      'us-ok-three-a-day',
      'us-md-three-a-day',
      'us-or-three-a-day',
    ]);
  });

  it('hold from their first instant on', () => {
    expect(idsFor(['US'], ['OR'], 'sms', new Date('2025-12-31T23:59:59Z'))).not.toContain('us-or-hours');
    expect(idsFor(['US'], ['OR'], 'sms', new Date('2026-01-01T00:00:00Z'))).toEqual(
      expect.arrayContaining(['us-or-hours', 'us-or-three-a-day']),
    );
    expect(idsFor(['US'], ['FL'], 'voice', new Date('2021-06-30T23:59:59Z'))).not.toContain('us-fl-hours');
    expect(idsFor(['US'], ['FL'], 'voice', new Date('2021-07-01T00:00:00Z'))).toContain('us-fl-hours');
  });
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CHANNELS, PURPOSES } from '@leadstream/contracts';
import { applicableRules } from './applicable.rules.js';
import { CANADA, EUROPE_5 as EUROPE, FRENCH_OVERSEAS, UNITED_STATES } from './countries.js';
import { RULE_SET_VERSION, RULE_SET_VERSIONS, ruleSetOf } from './rule-sets.js';

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
    const digests = RULE_SET_VERSIONS.map((version) => [
      version,
      createHash('sha256')
        .update(JSON.stringify(ruleSetOf(version)))
        .digest('hex'),
    ]);
    expect(digests.filter(([version]) => version !== RULE_SET_VERSION)).toEqual([
      ['default-3', 'ba0c23a4405899018ddb10ab22f05dca1124bda8f27f8aa7bc0cdc7e77068e51'],
      ['default-4', '626376d52a8ed269b8618d67b898b2e2a971cb9608963ce262a453cd43422dea'],
    ]);
  });

  it('tells what is new in it: a rule that answers otherwise has another version', () => {
    const changed = (from: string, to: string) => {
      const before = new Map((ruleSetOf(from) ?? []).map((rule) => [rule.id, rule]));
      const after = ruleSetOf(to) ?? [];
      expect([...before.keys()].filter((id) => !after.some((rule) => rule.id === id))).toEqual([]);
      const different = after.filter((rule) => JSON.stringify(rule) !== JSON.stringify(before.get(rule.id)));
      return different.map(({ id, version }) => [id, version - (before.get(id)?.version ?? 0)]);
    };
    expect(changed('default-3', 'default-4').map(([id]) => id)).toEqual(['us-or-hours', 'us-or-three-a-day', 'us-sd-hours']);
    expect(changed('default-4', 'default-5')).toEqual(
      [
        ...['us-ri-hours', 'us-ut-hours', 'us-al-hours', 'us-la-hours', 'us-pa-hours'],
        ...['eu-eprivacy-mail', 'eu-eprivacy-messengers', 'eu-eprivacy-calls', 'eu-gdpr-service', 'fr-four-a-month', 'house-consent'],
      ].map((id) => [id, 1]),
    );
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

  it.each([...['RE', 'GP', 'MQ', 'GF', 'YT', 'MF', 'BL', 'PM', 'AX', 'GI', 'SJ', 'GG', 'JE', 'IM']])(
    'are those of Europe where its law holds by treaty, or a copy of it: %s',
    (country) => {
      expect(idsFor([country], [], 'email')).toEqual(['eu-eprivacy-mail']);
      expect(idsFor([country], [], 'voice')).toEqual(expect.arrayContaining(['eu-eprivacy-calls', 'house-hours']));
      expect(idsFor([country], [], 'voice').includes('fr-four-a-month')).toBe(FRENCH_OVERSEAS.some((one) => one === country));
    },
  );

  it.each(['NC', 'PF', 'WF', 'GL', 'FO', 'CH', 'BR'])('are our own where nobody looked the law up: %s', (country) => {
    expect(idsFor([country], [], 'email')).toEqual(['house-consent']);
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

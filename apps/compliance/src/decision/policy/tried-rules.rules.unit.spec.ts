import { describe, expect, it } from '@jest/globals';
import { type DecisionFacts, type TriedRule, triedRuleSet, type TriedRuleSet } from '@leadstream/contracts';
import { inState, PERMITTED } from '../judgement/decision-facts.fixture.spec.js';
import { decide } from '../judgement/decision.rules.js';
import type { Contact } from '../rule-sets/applicable.rules.js';
import { demandKnownRules, NO_CHANGES, triedRules } from './tried-rules.rules.js';

const about = { channels: ['voice'], purposes: ['sales'] } satisfies Pick<TriedRule, 'channels' | 'purposes'>;
const call: Contact = { channel: 'voice', purpose: 'sales' };
/** Half past eight in the evening of a Friday in Texas. */
const EVENING = new Date('2026-11-28T02:30:00.000Z');
const shorterDays: Extract<TriedRule, { kind: 'hours' }> = {
  ...{ kind: 'hours', id: 'draft-tx-hours', says: 'Until 20 h.', countries: ['US'], state: 'TX', ...about },
  open: [
    { weekdays: [1, 2, 3, 4, 5, 6], from: '09:00', until: '20:00' },
    { weekdays: [7], from: '12:00', until: '24:00' },
  ],
};

function judged(changes: Partial<TriedRuleSet>, facts: Partial<DecisionFacts> = inState('TX', 'America/Chicago'), at = EVENING) {
  const { version, ...rest } = triedRuleSet.parse({ version: 'default-4', ...changes });
  const rules = triedRules(version, rest) ?? [];
  const { outcome, laterAt, reasons } = decide({ ...PERMITTED, ...facts }, call, { at, decidedAt: at }, rules);
  return { outcome, laterAt, rules: reasons.map(({ rule }) => rule) };
}

describe('a rule set that a draft names', () => {
  it('is one that is kept, as it is', () => {
    expect(triedRules('default-4', NO_CHANGES)?.map(({ id }) => id)).toContain('us-or-hours');
    expect(triedRules('default-3', NO_CHANGES)?.map(({ id }) => id)).not.toContain('us-or-hours');
    expect(triedRules('default-1', NO_CHANGES)).toBeUndefined();
  });

  it('has the rule of a jurisdiction as the draft would have it, in its place', () => {
    const changed = { without: ['us-tx-hours'], rules: [shorterDays] };
    expect(judged({})).toMatchObject({ outcome: 'allow' });
    expect(judged(changed)).toEqual({ outcome: 'later', laterAt: '2026-11-28T15:00:00.000Z', rules: ['draft-tx-hours'] });
    expect(judged(changed, inState('NY', 'America/Chicago'))).toMatchObject({ outcome: 'allow' });
    const sundayMorning = new Date('2026-11-29T17:00:00.000Z');
    expect(judged(changed, undefined, sundayMorning)).toMatchObject({ outcome: 'later', laterAt: '2026-11-29T18:00:00.000Z' });
  });

  it('has rules of consent and caps, too', () => {
    const silent = { ...inState('TX', 'America/Chicago'), consent: null, policy: { ...PERMITTED.policy, requiresStatedConsent: false } };
    const free: TriedRule = {
      ...{ kind: 'consent', id: 'draft-free-calls', says: 'Silence is enough.', countries: ['US'], state: null, ...about },
      ...{ needs: 'nothing', alternatives: [] },
    };
    expect(judged({}, silent)).toMatchObject({ outcome: 'deny', rules: ['us-tcpa-written-consent'] });
    expect(judged({ without: ['us-tcpa-written-consent'], rules: [free] }, silent)).toMatchObject({
      outcome: 'allow',
      rules: ['draft-free-calls'],
    });
    expect(judged({ without: ['us-tcpa-written-consent'] }, silent)).toMatchObject({ outcome: 'deny' });
    const once: TriedRule = {
      ...{ kind: 'cap', id: 'draft-once', says: 'Once a day.', countries: null, state: null, ...about },
      ...{ contacts: 1, withinHours: 24 },
    };
    const called = { ...inState('TX', 'America/Chicago'), contacts: [{ ...call, at: '2026-11-27T17:00:00.000Z' }] };
    expect(judged({ rules: [once] }, called)).toMatchObject({ outcome: 'later', rules: ['draft-once'] });
  });

  it('must be there, and have what is left out of it', () => {
    const demand = (version: string, without: string[]) => () => demandKnownRules({ version, without, rules: [] });
    expect(demand('default-4', ['us-or-hours'])).not.toThrow();
    const errors = [expect.objectContaining({ path: 'ruleSet.without.1' })];
    expect(demand('default-3', ['us-tx-hours', 'us-or-hours'])).toThrow(
      expect.objectContaining({ code: 'COMPLIANCE.RULE_UNKNOWN', errors }),
    );
    expect(demand('default-9', [])).toThrow(expect.objectContaining({ code: 'COMPLIANCE.RULE_SET_UNKNOWN' }));
  });

  it.each([
    ['an id that could be one of the rules that decide', [{ ...shorterDays, id: 'us-tx-hours' }]],
    ['the same id twice', [shorterDays, shorterDays]],
    ['a state of no country', [{ ...shorterDays, countries: null }]],
    ['a day twice', [{ ...shorterDays, open: [shorterDays.open[0], shorterDays.open[0]] }]],
    ['no span of time', [{ ...shorterDays, open: [{ weekdays: [1], from: '09:00', until: '09:00' }] }]],
  ])('takes no rule with %s', (_what, rules) => {
    expect(triedRuleSet.safeParse({ version: 'default-4', rules }).success).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { everyField, filters, leadRecord, NOW, records } from '../../test/filters.js';
import type { FilterTree } from './condition.js';
import { fieldRegistry } from './fields/field-registry.rules.js';
import type { LeadFacts } from './lead-facts.js';
import { LeadReading, matches } from './matches.rules.js';
import { dependsOnTime, nextChange, timedConditions, timeless } from './next-change.rules.js';
import { parseFilter } from './parse/parse-filter.rules.js';

const registry = fieldRegistry(everyField, [], { derived: true });
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => NOW.getTime() - days * DAY_MS;

const NOTHING: LeadFacts = {
  contributions: new Map(),
  temperature: 'cold',
  scoreTenths: () => 0,
  consents: new Map(),
  doNotContact: new Map(),
  ends: new Map(),
};

function parsed(stated: object): FilterTree {
  const result = parseFilter(registry, stated);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.filter;
}

const refusals = (stated: unknown) => {
  const result = parseFilter(registry, stated);
  return 'problems' in result ? result.problems.map(({ path, code }) => `${path} ${code}`) : [];
};

describe('derived fields', () => {
  const opened = (...days: number[]): Partial<LeadFacts> => ({ contributions: new Map([['message.opened', days.map(daysAgo)]]) });
  const openedTwice = { field: 'engagement.message.opened', operator: 'gte', value: 2, within: { count: 14, unit: 'day' } };

  it.each<[object, Partial<LeadFacts>, boolean]>([
    [openedTwice, opened(1, 13), true],
    [openedTwice, opened(1, 14), false],
    [openedTwice, opened(1, -1), false],
    [{ ...openedTwice, within: undefined }, opened(1, 400), true],
    [{ field: 'engagement.interaction.page_view', operator: 'eq', value: 0 }, opened(1), true],
    [{ field: 'score', operator: 'gte', value: 50.4 }, { scoreTenths: () => 504 }, true],
    [{ field: 'score', operator: 'gt', value: '50.4' }, { scoreTenths: () => 504 }, false],
    [{ field: 'temperature', operator: 'in', value: ['warm', 'hot'] }, { temperature: 'hot' }, true],
    [{ field: 'consent.sms.sales', operator: 'eq', value: 'given' }, { consents: new Map([['sms.sales', 'given']]) }, true],
    // Nothing known allows nothing.
    [{ field: 'consent.sms.sales', operator: 'eq', value: 'given' }, { consents: new Map([['email.sales', 'given']]) }, false],
    [{ field: 'consent.sms.sales', operator: 'is-empty' }, {}, true],
    [{ field: 'doNotContact.sms', operator: 'eq', value: false }, { doNotContact: new Map([['sms', false]]) }, true],
    [{ field: 'doNotContact.sms', operator: 'eq', value: false }, {}, false],
  ])('%j of %j', (stated, facts, expected) => {
    expect(matches(parsed(JSON.parse(JSON.stringify(stated)) as object), leadRecord(), NOW, { ...NOTHING, ...facts })).toBe(expected);
  });

  it('are not known where nothing is derived', () => {
    const plain = fieldRegistry(everyField);
    for (const field of ['score', 'engagement.message.opened', 'consent.email.sales', 'doNotContact.sms'])
      expect(plain.find(field)).toBeUndefined();
  });

  it.each<[object, string]>([
    [{ field: 'engagement.message', operator: 'gte', value: 1 }, 'field filter.field_unknown'],
    [{ field: 'engagement.call.made', operator: 'gte', value: 1 }, 'field filter.field_unknown'],
    [{ field: 'consent.fax.sales', operator: 'eq', value: 'given' }, 'field filter.field_unknown'],
    [{ field: 'consent.email.sales', operator: 'eq', value: 'maybe' }, 'value choice.unknown'],
    [{ field: 'score', operator: 'contains', value: '5' }, 'operator filter.operator_unsuited'],
    [{ field: 'company', operator: 'matches', value: '^A.*' }, 'operator filter.operator_unknown'],
    [{ field: 'company', operator: 'eq', value: 'x', within: { count: 1, unit: 'day' } }, 'within filter.window_unsuited'],
    [{ ...openedTwice, within: { count: 0, unit: 'day' } }, 'within filter.value_malformed'],
    [{ ...openedTwice, within: { count: 1, unit: 'month' } }, 'within.unit filter.unit_unsuited'],
    [{ ...openedTwice, within: { count: 40_000, unit: 'day' } }, 'within.count filter.span_too_long'],
    [{ field: 'capturedAt', operator: 'at-least-ago', value: { count: 1, unit: 'year' } }, 'value.unit filter.unit_unsuited'],
  ])('refuses %j: %s', (stated, refusal) => {
    expect(refusals({ or: [stated] })).toEqual([`or.0.${refusal}`]);
  });
});

describe('nextChange', () => {
  const turnOf = (stated: object, facts: Partial<LeadFacts> = {}, lead = leadRecord()) =>
    nextChange(timedConditions([parsed(stated)]), new LeadReading(lead, NOW, { ...NOTHING, ...facts }))?.toISOString();

  it('is the instant at which a status is old enough', () => {
    // The status is a week old.
    expect(turnOf({ field: 'statusChangedAt', operator: 'at-least-ago', value: { count: 14, unit: 'day' } })).toBe(
      '2026-06-22T12:00:00.000Z',
    );
    expect(turnOf({ field: 'statusChangedAt', operator: 'at-least-ago', value: { count: 6, unit: 'day' } })).toBeUndefined();
  });

  it('is the instant at which the oldest that counts leaves a window', () => {
    const contributions = new Map([['message.opened', [daysAgo(13), daysAgo(2), daysAgo(40)]]]);
    const stated = { field: 'engagement.message.opened', operator: 'gte', value: 2, within: { count: 14, unit: 'day' } };
    expect(turnOf(stated, { contributions })).toBe('2026-06-16T12:00:00.000Z');
    expect(turnOf({ ...stated, within: { count: 1, unit: 'hour' } }, { contributions })).toBeUndefined();
  });

  it('is the instant at which a consent ends, or an entry that forbids a channel', () => {
    const ends = new Map([
      ['consent.email.marketing', NOW.getTime() + DAY_MS],
      ['doNotContact.email', NOW.getTime() + DAY_MS / 2],
    ]);
    const given = { field: 'consent.email.marketing', operator: 'eq', value: 'given' };
    const forbidden = { field: 'doNotContact.email', operator: 'eq', value: true };
    expect([given, forbidden].map((stated) => dependsOnTime(parsed(stated)))).toEqual([true, true]);
    expect(turnOf(given, { ends })).toBe('2026-06-16T12:00:00.000Z');
    expect(turnOf({ not: { and: [given, forbidden] } }, { ends })).toBe('2026-06-16T00:00:00.000Z');
    expect(turnOf({ field: 'consent.sms.sales', operator: 'is-empty' }, { ends })).toBeUndefined();
  });

  it('never comes for what no time touches', () => {
    const stated = {
      and: [
        { field: 'status', operator: 'eq', value: 'new' },
        { field: 'temperature', operator: 'eq', value: 'hot' },
      ],
    };
    expect(turnOf(stated)).toBeUndefined();
    expect(dependsOnTime(parsed(stated))).toBe(false);
    expect(dependsOnTime(parsed({ not: { or: [{ field: 'score', operator: 'gt', value: 3 }] } }))).toBe(true);
  });

  it('says what a filter holds of whatever the time', () => {
    fc.assert(
      fc.property(filters, records, fc.integer({ min: -60, max: 60 }), (tree, lead, days) => {
        const at = new Date(NOW.getTime() + days * DAY_MS);
        const [always, holds, ever] = [timeless(tree, false), tree, timeless(tree, true)].map((one) => matches(one, lead, at));
        expect([always && !holds, holds && !ever]).toEqual([false, false]);
      }),
      { numRuns: 300 },
    );
  });

  it('never lies behind a change that time makes', () => {
    const steps = Array.from({ length: 120 }, (_, index) => index * (DAY_MS / 4) + 1);
    fc.assert(
      fc.property(filters, records, (tree, lead) => {
        const before = matches(tree, lead, NOW);
        const change = steps.find((ms) => matches(tree, lead, new Date(NOW.getTime() + ms)) !== before);
        const next = nextChange(timedConditions([tree]), new LeadReading(lead, NOW));
        if (change !== undefined) expect(next?.getTime()).toBeLessThanOrEqual(NOW.getTime() + change);
        if (next === null) expect(change).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});

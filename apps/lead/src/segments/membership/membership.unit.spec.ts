import { describe, expect, it } from '@jest/globals';
import { uuidV7 } from '@leadstream/kernel';
import { leadRecord, NOW } from '../../../test/filters.js';
import { seededChance } from '../../../test/synthetic-people.js';
import { fieldRegistry } from '../../filter/fields/field-registry.rules.js';
import type { LeadFacts } from '../../filter/lead-facts.js';
import { LeadReading, matches } from '../../filter/matches.rules.js';
import { randomFilter } from '../../filter/sql/random-filters.fixture.spec.js';
import { randomLeads } from '../../filter/sql/random-leads.fixture.spec.js';
import { parseFilter } from '../../filter/parse/parse-filter.rules.js';
import type { LeadRecord } from '../../lead/lead.js';
import { NO_LEAD, type SegmentRecord } from '../segment.js';
import { compileSegment, segmentIndex } from './compile-segment.rules.js';
import type { KnownLead } from './known-lead.js';
import type { SegmentEvent } from './segment-news.js';
import { newsOf } from './segment-news.rules.js';
import { SegmentSet } from './segment-set.rules.js';

const registry = fieldRegistry([], [], { derived: true });

function segmentOf(name: string, stated: object): SegmentRecord {
  const parsed = parseFilter(registry, stated);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const maker = { makerKind: 'member', makerId: 'a', createdAt: NOW, updatedAt: NOW, deletedAt: null } as const;
  const filling = { status: 'backfilling', filledUpTo: NO_LEAD } as const;
  return {
    segmentId: uuidV7.next(),
    version: 1,
    name,
    kind: 'dynamic',
    visibility: 'team',
    stated,
    filter: parsed.filter,
    ...filling,
    ...maker,
  };
}

const FILTERS = {
  company: { field: 'company', operator: 'eq', value: 'Acme' },
  city: { not: { field: 'address.city', operator: 'is-empty' } },
  visitor: { field: 'sourceMetadata.utm_source', operator: 'eq', value: 'ads' },
  opened: { field: 'engagement.message.opened', operator: 'gte', value: 1, within: { count: 2, unit: 'day' } },
  willing: {
    and: [
      { field: 'consent.email.sales', operator: 'eq', value: 'given' },
      { field: 'doNotContact.email', operator: 'eq', value: false },
    ],
  },
  scored: { field: 'score', operator: 'gte', value: 50 },
  changed: { field: 'updatedAt', operator: 'in-last', value: { count: 1, unit: 'day' } },
};
const segments = Object.entries(FILTERS).map(([name, stated]) => segmentOf(name, stated));
const nameOf = new Map(segments.map(({ segmentId, name }) => [segmentId, name]));
const concerned = segmentIndex(segments.map(compileSegment));

const event = (type: SegmentEvent['type'], data: object) => ({ type, data: { leadId: 'lead', ...data } }) as unknown as SegmentEvent;
const concernedBy = (type: SegmentEvent['type'], data: object = {}) =>
  concerned(newsOf(event(type, data)).touched)
    .segments.map(({ segmentId }) => nameOf.get(segmentId))
    .toSorted();

describe('the segments that a change concerns', () => {
  it.each<[SegmentEvent['type'], object, string[]]>([
    ['lead.updated', { changed: ['company'] }, ['changed', 'company', 'scored']],
    ['lead.updated', { changed: ['address', 'jobTitle'] }, ['changed', 'city', 'scored']],
    ['lead.updated', { changed: ['email'] }, ['changed', 'scored', 'willing']],
    ['lead.updated', { changed: ['customFields.budget-tier'] }, ['changed', 'scored']],
    ['lead.status-changed', {}, ['changed', 'scored']],
    ['message.state-changed', { to: 'opened' }, ['opened', 'scored']],
    ['message.state-changed', { to: 'clicked' }, ['scored']],
    ['message.engaged', { act: 'opened' }, ['opened', 'scored']],
    ['message.engaged', { act: 'clicked' }, ['scored']],
    ['consent.changed', {}, ['scored', 'willing']],
    ['lead.captured', {}, Object.keys(FILTERS).toSorted()],
    ['lead.deleted', {}, Object.keys(FILTERS).toSorted()],
    ['lead.merged', { survivorId: 'other' }, Object.keys(FILTERS).toSorted()],
  ])('%s %j', (type, data, names) => {
    expect(concernedBy(type, data)).toEqual(names);
  });

  it('are none when nobody reads what changed', () => {
    const some = segmentIndex([compileSegment(segmentOf('company', FILTERS.company))]);
    expect(some(newsOf(event('lead.updated', { changed: ['jobTitle'] })).touched).segments).toEqual([]);
  });

  it('are asked for both leads of a merge, and for nobody when a message has no lead', () => {
    expect(newsOf(event('lead.merged', { survivorId: 'other' })).leadIds).toEqual(['lead', 'other']);
    expect(newsOf(event('message.state-changed', { to: 'opened', leadId: null })).leadIds).toEqual([]);
    expect(newsOf(event('message.engaged', { act: 'opened', leadId: null })).leadIds).toEqual([]);
  });
});

describe('segments that are judged together', () => {
  const facts: LeadFacts = {
    contributions: new Map([['message.opened', [NOW.getTime()]]]),
    temperature: 'cold',
    scoreTenths: () => 0,
    consents: new Map(),
    doNotContact: new Map(),
    ends: new Map(),
  };
  const known = (lead: LeadRecord) => ({ lead, facts, reading: new LeadReading(lead, NOW, facts), scoreTurn: () => null });
  const held = (set: SegmentSet, { reading }: Pick<KnownLead, 'reading'>) => set.holding(reading).map(({ segmentId }) => segmentId);
  const opened = new SegmentSet([compileSegment(segmentOf('opened', FILTERS.opened))]);

  it('hold a lead until time ends it', () => {
    expect(opened.holding(known(leadRecord()).reading)).toEqual(opened.segments);
    expect(opened.nextLook(known(leadRecord()))).toEqual(new Date('2026-06-17T12:00:00Z'));
  });

  it('hold no deleted lead, and no time changes that', () => {
    const gone = known(leadRecord({ deletedAt: NOW }));
    expect([opened.holding(gone.reading), opened.nextLook(gone)]).toEqual([[], null]);
  });

  it('are looked at again when the first of them may turn', () => {
    const filters = [3, 1, 2].map((count) => ({ field: 'statusChangedAt', operator: 'at-least-ago', value: { count, unit: 'day' } }));
    const set = new SegmentSet(filters.map((stated) => compileSegment(segmentOf('resting', stated))));
    expect(set.nextLook(known(leadRecord({ statusChangedAt: NOW })))).toEqual(new Date(NOW.getTime() + 86_400_000));
  });

  it('are found by what they demand as if each was tried', () => {
    const chance = seededChance(7);
    const leads = randomLeads(60, chance);
    const set = new SegmentSet(
      Array.from({ length: 150 }, () => {
        const filter = randomFilter(leads, chance);
        return compileSegment({ ...segmentOf('x', FILTERS.company), filter });
      }),
    );
    expect(set.segments.filter(({ demand }) => demand !== undefined).length).toBeGreaterThan(20);
    let holding = 0;
    for (const lead of leads) {
      const tried = set.segments.filter(({ filter }) => matches(filter, lead, NOW, facts)).map(({ segmentId }) => segmentId);
      expect(held(set, known(lead)).toSorted()).toEqual(tried.toSorted());
      holding += set.segments.filter(({ demand, segmentId }) => demand !== undefined && tried.includes(segmentId)).length;
    }
    // Demands that nobody meets would agree with anything.
    expect(holding).toBeGreaterThan(50);
  });
});

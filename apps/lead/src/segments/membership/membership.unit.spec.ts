import { describe, expect, it } from '@jest/globals';
import { uuidV7 } from '@leadstream/kernel';
import { leadRecord, NOW } from '../../../test/filters.js';
import { fieldRegistry } from '../../filter/fields/field-registry.rules.js';
import type { LeadFacts } from '../../filter/lead-facts.js';
import { LeadReading } from '../../filter/matches.rules.js';
import { parseFilter } from '../../filter/parse/parse-filter.rules.js';
import type { LeadRecord } from '../../lead/lead.js';
import { NO_LEAD, type SegmentRecord } from '../segment.js';
import { compileSegment, segmentIndex } from './compile-segment.rules.js';
import { judgeLead } from './judge-lead.rules.js';
import type { SegmentEvent } from './segment-news.js';
import { newsOf } from './segment-news.rules.js';

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
    .map(({ segmentId }) => nameOf.get(segmentId))
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
    ['consent.changed', {}, ['scored', 'willing']],
    ['lead.captured', {}, Object.keys(FILTERS).toSorted()],
    ['lead.deleted', {}, Object.keys(FILTERS).toSorted()],
    ['lead.merged', { survivorId: 'other' }, Object.keys(FILTERS).toSorted()],
  ])('%s %j', (type, data, names) => {
    expect(concernedBy(type, data)).toEqual(names);
  });

  it('are none when nobody reads what changed', () => {
    const some = segmentIndex([compileSegment(segmentOf('company', FILTERS.company))]);
    expect(some(newsOf(event('lead.updated', { changed: ['jobTitle'] })).touched)).toEqual([]);
  });

  it('are asked for both leads of a merge, and for nobody when a message has no lead', () => {
    expect(newsOf(event('lead.merged', { survivorId: 'other' })).leadIds).toEqual(['lead', 'other']);
    expect(newsOf(event('message.state-changed', { to: 'opened', leadId: null })).leadIds).toEqual([]);
  });
});

describe('judgeLead', () => {
  const facts: LeadFacts = {
    contributions: new Map([['message.opened', [NOW.getTime()]]]),
    temperature: 'cold',
    scoreTenths: () => 0,
    consents: new Map(),
    doNotContact: new Map(),
  };
  const known = (lead: LeadRecord) => ({ lead, facts, reading: new LeadReading(lead, NOW, facts), scoreTurn: () => null });
  const opened = compileSegment(segmentOf('opened', FILTERS.opened));

  it('finds who is in, and when time ends it', () => {
    const finding = judgeLead(opened, known(leadRecord()), NOW);
    expect(finding).toEqual({ isMember: true, lookAt: new Date('2026-06-17T12:00:00Z') });
  });

  it('finds a deleted lead in no segment, and no time that would change it', () => {
    const lead = leadRecord({ deletedAt: NOW });
    expect(judgeLead(opened, known(lead), NOW)).toEqual({ isMember: false, lookAt: null });
  });
});

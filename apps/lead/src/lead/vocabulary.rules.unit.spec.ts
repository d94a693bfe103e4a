import { describe, expect, it } from '@jest/globals';
import { leadRecord } from '../../test/filters.js';
import { fieldRegistry } from '../filter/fields/field-registry.rules.js';
import { describeFilter } from '../filter/describe-filter.rules.js';
import { parseFilter } from '../filter/parse/parse-filter.rules.js';
import { mergeFields } from '../merge/outcome/field-merge.rules.js';
import { leadAt } from '../time-travel/lead-at.rules.js';
import { captureStep } from './lead-step.rules.js';
import {
  firstStage,
  firstStatus,
  isEnd,
  readStage,
  readStatus,
  stageProblems,
  statusesByReach,
  statusesMeaning,
  statusProblems,
} from './vocabulary.rules.js';
import { DEFAULT_VOCABULARY, type LeadVocabulary } from './vocabulary.js';

const OWN: LeadVocabulary = {
  leadStatuses: [
    { key: 'inquiry', label: 'Inquiry', meaning: 'open' },
    { key: 'demo-booked', label: 'Demo booked', meaning: 'open' },
    { key: 'signed', label: 'Signed', meaning: 'won' },
    { key: 'spam', label: 'Spam', meaning: 'lost' },
    { key: 'lost', label: 'No deal', meaning: 'lost' },
  ],
  lifecycleStages: [
    { key: 'fan', label: 'Fan' },
    { key: 'regular-guest', label: 'Stammgast' },
  ],
};
const NOON = new Date('2026-11-01T12:00:00Z');
const refused = (code: string) => ({ ok: false, code, message: expect.any(String) as unknown });

describe('a vocabulary', () => {
  it('tells what new leads are, and what an end is', () => {
    expect([firstStatus(DEFAULT_VOCABULARY), firstStage(DEFAULT_VOCABULARY)]).toEqual(['new', 'lead']);
    expect([firstStatus(OWN), firstStage(OWN)]).toEqual(['inquiry', 'fan']);
    expect([statusesMeaning(OWN, 'won'), statusesMeaning(OWN, 'lost')]).toEqual([['signed'], ['spam', 'lost']]);
    expect(['demo-booked', 'signed', 'spam'].map((status) => isEnd(OWN, status))).toEqual([false, true, true]);
    expect(['nurturing', 'converted', 'lost'].map((status) => isEnd(DEFAULT_VOCABULARY, status))).toEqual([false, true, true]);
  });

  it('gives new leads what they begin with, and its audit tells it where it is not the usual', () => {
    const capture = { leadId: 'lead', fields: { email: 'ada@x.com' }, capturedAt: NOON, consents: [] };
    const { lead, changes, event } = captureStep(capture, { now: NOON, importId: null, customFields: [], vocabulary: OWN });
    expect([lead.status, lead.lifecycleStage, event.data]).toMatchObject(['inquiry', 'fan', { status: 'inquiry', lifecycleStage: 'fan' }]);
    const birth = { leadId: 'lead', capturedAt: NOON, createdAt: NOON };
    expect(leadAt(birth, [{ version: 1, changes, recordedAt: NOON }], NOON)).toEqual(lead);
  });

  it('lets a merge take the furthest, what was lost last', () => {
    expect(statusesByReach(OWN)).toEqual(['spam', 'lost', 'inquiry', 'demo-booked', 'signed']);
    const side = (status: string, lifecycleStage: string) => ({ lead: leadRecord({ status, lifecycleStage }), changedAt: new Map() });
    const outcomes = mergeFields(side('lost', 'regular-guest'), side('inquiry', 'fan'), {}, OWN);
    const of = (name: string) => outcomes.find(({ field }) => field === name)?.value;
    expect([of('status'), of('lifecycleStage')]).toEqual(['inquiry', 'regular-guest']);
  });

  it('is what filters take, by key or label, and say', () => {
    const registry = fieldRegistry([], [], { derived: false, vocabulary: OWN });
    const parsed = parseFilter(registry, { field: 'status', operator: 'in', value: ['demo-booked', 'no deal'] });
    if (!('filter' in parsed)) throw new Error(JSON.stringify(parsed.problems));
    expect(describeFilter(parsed.filter, registry)).toBe('Status is “Demo booked” or “No deal”.');
    expect(parseFilter(registry, { field: 'lifecycleStage', operator: 'eq', value: 'lead' })).toEqual({
      problems: [{ path: 'value', code: 'choice.unknown', message: 'Is not one of the choices of the field: Fan, Stammgast.' }],
    });
    // What was read before keeps its words.
    expect(describeFilter(parsed.filter, fieldRegistry([]))).toBe('Status is “demo-booked” or “lost”.');
  });
});

describe('a text of a file', () => {
  it.each([
    [' Converted ', 'converted'],
    ['LOST', 'lost'],
  ])('names a default status: %p', (text, status) => {
    expect(readStatus(text, DEFAULT_VOCABULARY)).toEqual({ ok: true, value: status });
  });

  it('names a status of the tenant by key or label, and none that it does not have', () => {
    expect(['Demo-Booked', 'demo booked', 'no  deal'].map((text) => readStatus(text, OWN))).toMatchObject([
      { value: 'demo-booked' },
      { value: 'demo-booked' },
      { value: 'lost' },
    ]);
    expect(readStatus('won', DEFAULT_VOCABULARY)).toEqual(refused('status.unknown'));
    expect(readStatus('new', OWN)).toMatchObject({
      message: expect.stringContaining('inquiry, demo-booked, signed, spam, lost') as unknown,
    });
  });

  it.each([
    ['Customer', 'customer'],
    ['marketingqualifiedlead', 'marketing-qualified'],
    ['Sales Qualified Lead', 'sales-qualified'],
    ['', 'lead'],
    ['lead', 'lead'],
  ])('names a default stage: %p', (text, stage) => {
    expect(readStage(text, DEFAULT_VOCABULARY)).toEqual({ ok: true, value: stage });
  });

  it('names a stage of the tenant', () => {
    expect(['Regular Guest', 'stammgast', ''].map((text) => readStage(text, OWN))).toMatchObject([
      { value: 'regular-guest' },
      { value: 'regular-guest' },
      { value: 'fan' },
    ]);
    expect(readStage('friend', DEFAULT_VOCABULARY)).toEqual(refused('lifecycle_stage.unknown'));
  });
});

describe('statuses that a tenant states', () => {
  const status = (key: string, meaning: 'open' | 'won' | 'lost' = 'open', label = key) => ({ key, label, meaning });
  const codes = (...statuses: ReturnType<typeof status>[]) => statusProblems(statuses).map(({ path, code }) => `${path} ${code}`);

  it('are what they please, the default ones among them', () => {
    expect([statusProblems(DEFAULT_VOCABULARY.leadStatuses), statusProblems(OWN.leadStatuses)]).toEqual([[], []]);
    expect(stageProblems(OWN.lifecycleStages)).toEqual([]);
  });

  it('begin with an open one, are told apart, and leave the default ones their meaning', () => {
    expect(codes(status('signed', 'won'))).toEqual(['leadStatuses.0.meaning status.first_not_open']);
    expect(codes(status('a'), status('b'), status('a'))).toEqual([
      'leadStatuses.2.key status.repeated',
      'leadStatuses.2.label status.repeated',
    ]);
    expect(codes(status('demo-booked'), status('b', 'open', 'Demo Booked'))).toEqual(['leadStatuses.1.label status.repeated']);
    expect(codes(status('new'), status('converted'), status('lost', 'won'))).toEqual([
      'leadStatuses.1.meaning status.meaning_settled',
      'leadStatuses.2.meaning status.meaning_settled',
    ]);
    expect(codes(status('new'), status('captured'))).toEqual(['leadStatuses.1.key status.reserved']);
    expect(codes(status('inquiry'), status('new'))).toEqual(['leadStatuses.1.key status.first_only']);
  });

  it('may mean won as often as a trained model can take', () => {
    const wins = Array.from({ length: 7 }, (_, index) => status(`win-${index}`, 'won'));
    expect(codes(status('new'), ...wins)).toEqual(['leadStatuses status.too_many_ends']);
  });
});

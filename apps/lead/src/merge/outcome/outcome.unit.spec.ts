import { describe, expect, it } from '@jest/globals';
import { uuidV7 } from '@leadstream/kernel';
import { EMPTY_LEAD, type LeadRecord } from '../../lead/lead.js';
import { captureStep, updateStep } from '../../lead/lead-step.rules.js';
import type { LeadStep } from '../../lead/lead-step.js';
import { mergedStep } from '../../lead/merge-step.rules.js';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { mergeFields, MERGED_FIELDS } from './field-merge.rules.js';
import {
  choiceProblems,
  goalOfMerge,
  goalOfUndo,
  goalProblems,
  lastChanges,
  survivorSteps,
  withinVocabulary,
} from './merge-steps.rules.js';
import type { MergeRecord, MergeSide } from '../merge.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const later = (minutes: number): Date => new Date(NOON.getTime() + minutes * 60_000);

function lead(change: Partial<LeadRecord> = {}): LeadRecord {
  const base = { leadId: uuidV7.next(), version: 1, status: 'new' as const, statusChangedAt: NOON, capturedAt: NOON, createdAt: NOON };
  return { ...EMPTY_LEAD, ...base, updatedAt: NOON, deletedAt: null, ...change };
}

const side = (change: Partial<LeadRecord>, changedAt: Record<string, Date> = {}): MergeSide => ({
  lead: lead(change),
  changedAt: new Map(Object.entries(changedAt)),
});
const outcome = (field: string, survivor: MergeSide, merged: MergeSide, choices = {}) => {
  const { from, rule, value } = mergeFields(survivor, merged, choices, DEFAULT_VOCABULARY).find((one) => one.field === field) ?? {};
  return [from, rule, value];
};

describe('the undoing of a merge', () => {
  it('gives back no status or stage that the tenant has no more', () => {
    const goal = { company: 'Acme', status: 'demo-booked', statusChangedAt: NOON, lifecycleStage: 'fan' };
    expect(withinVocabulary(goal, DEFAULT_VOCABULARY)).toEqual({ company: 'Acme' });
    expect(withinVocabulary({ ...goal, status: 'engaged' }, DEFAULT_VOCABULARY)).toEqual({
      company: 'Acme',
      status: 'engaged',
      statusChangedAt: NOON,
    });
  });
});

describe('a field of the survivor', () => {
  it('is decided for every field that a lead has, and its status', () => {
    expect(mergeFields(side({}), side({}), {}, DEFAULT_VOCABULARY).map(({ field }) => field)).toEqual(MERGED_FIELDS);
    expect(new Set(MERGED_FIELDS)).toEqual(new Set([...Object.keys(EMPTY_LEAD).filter((field) => field !== 'customFields'), 'status']));
  });

  it('is what both say, or what one of them says', () => {
    expect(outcome('company', side({ company: 'Acme' }), side({ company: 'Acme' }))).toEqual(['both', 'same', 'Acme']);
    expect(outcome('company', side({ company: 'Acme' }), side({}))).toEqual(['survivor', 'only', 'Acme']);
    expect(outcome('address', side({}), side({ address: { city: 'Rome' } }))).toEqual(['merged', 'only', { city: 'Rome' }]);
    expect(outcome('source', side({}), side({ source: 'referral' }))).toEqual(['merged', 'only', 'referral']);
  });

  it('keeps its own identifiers and owner', () => {
    expect(outcome('email', side({ email: 'a@x.com' }), side({ email: 'a.longer@x.com' }))).toEqual(['survivor', 'survivor', 'a@x.com']);
    expect(outcome('email', side({}), side({ email: 'b@x.com' }))).toEqual(['merged', 'only', 'b@x.com']);
  });

  it('is the longer name, counted in characters', () => {
    expect(outcome('firstName', side({ firstName: 'Bob' }), side({ firstName: 'Robert' }))).toEqual(['merged', 'longest', 'Robert']);
    // Two code units, one character.
    expect(outcome('firstName', side({ firstName: 'Bo' }), side({ firstName: '𝒜' }))).toEqual(['survivor', 'longest', 'Bo']);
  });

  it('is the fuller address, the newer one when both are as full', () => {
    const one = { city: 'Rome' };
    const two = { city: 'Rom', country: 'IT' };
    expect(outcome('address', side({ address: one }), side({ address: two }))).toEqual(['merged', 'fullest', two]);
    const other = { city: 'Oslo' };
    expect(outcome('address', side({ address: one }), side({ address: other }, { address: later(1) }))).toEqual([
      'merged',
      'newest',
      other,
    ]);
  });

  it('tells where the person came from first', () => {
    const early = side({ source: 'social', capturedAt: new Date('2026-10-01T00:00:00Z') });
    expect(outcome('source', side({ source: 'email' }), early)).toEqual(['merged', 'first', 'social']);
    expect(outcome('source', early, side({ source: 'email' }))).toEqual(['survivor', 'first', 'social']);
  });

  it('is the furthest status and stage; lost comes last', () => {
    expect(outcome('status', side({ status: 'new' }), side({ status: 'qualified' }))).toEqual(['merged', 'furthest', 'qualified']);
    expect(outcome('status', side({ status: 'new' }), side({ status: 'lost' }))).toEqual(['survivor', 'furthest', 'new']);
    expect(outcome('lifecycleStage', side({ lifecycleStage: 'customer' }), side({}))).toEqual(['survivor', 'furthest', 'customer']);
  });

  it('is the tags of both, each once', () => {
    expect(outcome('tagIds', side({ tagIds: ['b', 'c'] }), side({ tagIds: ['a', 'b'] }))).toEqual(['both', 'combined', ['a', 'b', 'c']]);
    expect(outcome('tagIds', side({ tagIds: [] }), side({ tagIds: ['a'] }))).toEqual(['merged', 'only', ['a']]);
  });

  it('is the newest of what no other rule speaks of; members that are missing come from the other', () => {
    const [old, young] = [
      side({ language: 'de', property: { bedrooms: 2, kind: 'house' } }),
      side({ language: 'en', property: { bedrooms: 3 } }, { language: later(1), property: later(1) }),
    ];
    expect(outcome('language', old, young)).toEqual(['merged', 'newest', 'en']);
    expect(outcome('language', young, old)).toEqual(['survivor', 'newest', 'en']);
    expect(outcome('property', old, young)).toEqual(['both', 'combined', { bedrooms: 3, kind: 'house' }]);
    expect(outcome('property', young, old)).toEqual(['both', 'combined', { bedrooms: 3, kind: 'house' }]);
  });

  it('is decided for each of the tenant’s own fields, those of choices as a whole', () => {
    const [size, likes] = [uuidV7.next(), uuidV7.next()];
    const old = side({ customFields: { [size]: '1', [likes]: ['a', 'b'] } });
    const young = side({ customFields: { [likes]: ['c'] } }, { [`customFields.${likes}`]: later(1) });
    expect(outcome(`customFields.${size}`, old, young)).toEqual(['survivor', 'only', '1']);
    expect(outcome(`customFields.${likes}`, old, young)).toEqual(['merged', 'newest', ['c']]);
    expect(goalOfMerge(mergeFields(old, young, {}, DEFAULT_VOCABULARY), young.lead).customFields).toEqual({ [size]: '1', [likes]: ['c'] });
    const keys = [{ fieldId: size, key: 'size', type: 'number' as const }];
    expect(choiceProblems({ 'customFields.size': 'merged', 'customFields.gone': 'merged' }, keys)).toMatchObject([
      { path: 'fields.customFields.gone', code: 'field.unknown' },
    ]);
  });

  it('is what the caller chose, also nothing', () => {
    expect(outcome('company', side({ company: 'Acme' }), side({}), { company: 'merged' })).toEqual(['merged', 'chosen', null]);
    expect(choiceProblems({ company: 'merged', colour: 'merged' }, [])).toMatchObject([{ path: 'fields.colour', code: 'field.unknown' }]);
  });

  it('may not leave the survivor without an identifier', () => {
    const [survivor, merged] = [side({ email: 'a@x.com' }), side({ phone: '+4930901820' })];
    const goal = goalOfMerge(mergeFields(survivor, merged, { email: 'merged', phone: 'survivor' }, DEFAULT_VOCABULARY), merged.lead);
    expect(goalProblems(survivor.lead, goal, 'fields')).toMatchObject([{ code: 'identifier.missing' }]);
  });
});

it('may not leave the survivor with more tags than a lead may have, until one side is chosen', () => {
  const tags = (from: number) => Array.from({ length: 60 }, (_, index) => `tag-${from + index}`);
  const [survivor, merged] = [side({ email: 'a@x.com', tagIds: tags(100) }), side({ tagIds: tags(200) })];
  const problems = (choices = {}) =>
    goalProblems(survivor.lead, goalOfMerge(mergeFields(survivor, merged, choices, DEFAULT_VOCABULARY), merged.lead), 'fields');
  expect(problems()).toMatchObject([{ path: 'fields.tagIds', code: 'tags.too_many' }]);
  expect([problems({ tagIds: 'survivor' }), problems({ tagIds: 'merged' })]).toEqual([[], []]);
});

/** A lead and its audit, as the service writes them. */
class Told {
  readonly steps: LeadStep[];
  constructor(fields: Partial<LeadRecord>) {
    this.steps = [
      captureStep(
        { leadId: uuidV7.next(), fields, capturedAt: NOON, consents: [] },
        { now: NOON, importId: null, customFields: [], vocabulary: DEFAULT_VOCABULARY },
      ),
    ];
  }
  get lead(): LeadRecord {
    return (this.steps.at(-1) as LeadStep).lead;
  }
  get audit() {
    return this.steps.map(({ lead: { version }, changes, at }) => ({ version, changes, recordedAt: at }));
  }
  patch(fields: Partial<LeadRecord>, at: Date): void {
    const step = updateStep(this.lead, fields, { now: at, importId: null, customFields: [] });
    if (step) this.steps.push(step);
  }
  asSide(): MergeSide {
    return { lead: this.lead, changedAt: lastChanges(this.audit) };
  }
  merge(other: Told, at: Date, choices = {}): MergeRecord {
    const survivor = this.asSide();
    const merged = other.asSide();
    const from = this.lead.version;
    const mergeId = uuidV7.next();
    this.steps.push(
      ...survivorSteps(this.lead, goalOfMerge(mergeFields(survivor, merged, choices, DEFAULT_VOCABULARY), other.lead), {
        now: at,
        customFields: [],
      }),
    );
    other.steps.push(mergedStep(other.lead, { mergeId, survivorId: this.lead.leadId }, { now: at, customFields: [] }));
    const { leadId: survivorId } = this.lead;
    const made = { from, to: this.lead.version };
    return { mergeId, survivorId, mergedId: other.lead.leadId, fields: [], mergedAt: at, made, undone: undefined };
  }
  undo(merge: MergeRecord, merges: readonly MergeRecord[], at: Date): MergeRecord {
    const from = this.lead.version;
    this.steps.push(...survivorSteps(this.lead, goalOfUndo(this.lead, this.audit, merge, merges), { now: at, customFields: [] }));
    return { ...merge, undone: { at, made: { from, to: this.lead.version } } };
  }
}

const plain = ({ version: _version, updatedAt: _updatedAt, ...rest }: LeadRecord) => rest;

describe('undoing a merge', () => {
  it('gives the survivor back all that the merge changed', () => {
    const told = new Told({ email: 'a@x.com', firstName: 'Bob' });
    const before = told.lead;
    const merge = told.merge(new Told({ phone: '+4930901820', firstName: 'Robert', company: 'Acme' }), later(1));
    expect(told.lead).toMatchObject({ email: 'a@x.com', phone: '+4930901820', firstName: 'Robert', company: 'Acme' });
    told.undo(merge, [merge], later(2));
    expect(plain(told.lead)).toEqual(plain(before));
  });

  it('leaves what was changed since', () => {
    const told = new Told({ email: 'a@x.com' });
    const merge = told.merge(new Told({ phone: '+4930901820', company: 'Acme', jobTitle: 'CEO' }), later(1));
    told.patch({ company: 'Acme & sons', lastName: 'Byron' }, later(2));
    told.undo(merge, [merge], later(3));
    expect(told.lead).toMatchObject({ phone: null, jobTitle: null, company: 'Acme & sons', lastName: 'Byron' });
  });

  it.each([
    ['leaves the tags that were put on since, and takes those of the merged lead', ['own', 'theirs', 'vip'], ['own', 'vip']],
    ['puts back none that was taken off since', ['theirs'], []],
    ['takes none that was taken off already', ['own', 'vip'], ['own', 'vip']],
  ])('%s', (_which, since, left) => {
    const told = new Told({ email: 'a@x.com', tagIds: ['own'] });
    const merge = told.merge(new Told({ phone: '+4930901820', tagIds: ['theirs'] }), later(1));
    expect(told.lead.tagIds).toEqual(['own', 'theirs']);
    told.patch({ tagIds: since }, later(2));
    told.undo(merge, [merge], later(3));
    expect(told.lead.tagIds).toEqual(left);
  });

  it('puts tags back that were given up for those of the merged lead', () => {
    const told = new Told({ email: 'a@x.com', tagIds: ['own'] });
    const merge = told.merge(new Told({ phone: '+4930901820', tagIds: ['theirs'] }), later(1), { tagIds: 'merged' });
    told.patch({ tagIds: ['theirs', 'vip'] }, later(2));
    told.undo(merge, [merge], later(3));
    expect(told.lead.tagIds).toEqual(['own', 'vip']);
  });

  it('takes the status back to the instant it had', () => {
    const told = new Told({ email: 'a@x.com' });
    const other = new Told({ phone: '+4930901820' });
    other.steps.push({
      ...(other.steps[0] as LeadStep),
      lead: { ...other.lead, status: 'qualified', statusChangedAt: later(1), version: 2 },
    });
    const merge = told.merge(other, later(2));
    expect(told.lead).toMatchObject({ status: 'qualified', statusChangedAt: later(1) });
    told.undo(merge, [merge], later(3));
    expect(told.lead).toMatchObject({ status: 'new', statusChangedAt: NOON });
  });

  it.each([
    ['first', [0, 1]],
    ['last', [1, 0]],
  ] as const)('of two merges ends where none ever was, the %s one first', (_which, order) => {
    const told = new Told({ externalId: 'e1' });
    const before = told.lead;
    const one = told.merge(new Told({ email: 'b@x.com', company: 'Acme' }), later(1));
    const two = told.merge(new Told({ email: 'c@x.com', company: 'Acme Incorporated' }), later(2), { email: 'merged' });
    expect(told.lead).toMatchObject({ email: 'c@x.com', company: 'Acme Incorporated' });
    let merges = [one, two];
    order.forEach((index, turn) => {
      const undone = told.undo(merges[index] as MergeRecord, merges, later(3 + turn));
      merges = merges.map((merge, at) => (at === index ? undone : merge));
    });
    expect(plain(told.lead)).toEqual(plain(before));
  });

  it('of the first of two merges leaves what the second one gave', () => {
    const told = new Told({ externalId: 'e1' });
    const one = told.merge(new Told({ email: 'b@x.com', jobTitle: 'CEO' }), later(1));
    const two = told.merge(new Told({ email: 'c@x.com' }), later(2), { email: 'merged' });
    told.undo(one, [one, two], later(3));
    expect(told.lead).toMatchObject({ email: 'c@x.com', jobTitle: null });
  });

  it('is no new version when the merge changed nothing', () => {
    const told = new Told({ email: 'a@x.com', phone: '+4930901820' });
    const merge = told.merge(new Told({ externalId: 'e1' }), later(1), { externalId: 'survivor' });
    expect(merge.made).toEqual({ from: 1, to: 1 });
    told.undo(merge, [merge], later(2));
    expect(told.lead.version).toBe(1);
  });
});

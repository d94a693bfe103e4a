import { describe, expect, it } from '@jest/globals';
import type { CrmFieldMapping } from '@leadstream/contracts';
import { EMPTY_LEAD, type LeadRecord } from '../../lead/lead.js';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { unfitCode } from './field-place.rules.js';
import { statedLead, takenValue, toldValue, type ValueFacts, valueOf } from './field-values.rules.js';
import { basedOn, reconcile } from './reconcile.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');
const EARLIER = new Date('2026-11-01T11:00:00Z');
const LEAD_ID = '01920000-0000-7000-8000-000000000002';
const facts: ValueFacts = { custom: { definitions: [], liveLeads: new Set(), vocabulary: DEFAULT_VOCABULARY }, phoneRegion: 'DE' };

function lead(company: string | null, updatedAt = NOON): LeadRecord {
  const times = { statusChangedAt: NOON, capturedAt: NOON, createdAt: NOON, deletedAt: null };
  return { ...EMPTY_LEAD, leadId: LEAD_ID, version: 1, status: 'new', company, updatedAt, ...times };
}

const company = (more: Partial<CrmFieldMapping> = {}): CrmFieldMapping => ({
  field: 'company',
  property: 'company',
  direction: 'both',
  owner: 'newest',
  type: 'text',
  ...more,
});

/** Both sides had `before`; undefined: they never met. */
function plan(ours: string | null, theirs: string | null, before: string | undefined, mapping = company(), oursAt = NOON) {
  const base = before === undefined ? {} : basedOn({}, LEAD_ID, [{ field: 'company', ours: before, theirs: before }]);
  const record = { properties: { company: theirs }, modifiedAt: new Date('2026-11-01T11:30:00Z') };
  const { toLead, toPeer, conflicts } = reconcile({ lead: lead(ours, oursAt), record, base }, [mapping], facts);
  return [toLead.map(({ to }) => to), toPeer.map(({ to }) => to), conflicts.length];
}

describe('a field', () => {
  it.each([
    ['that nobody changed', 'A', 'A', 'A', [[], [], 0]],
    ['that we changed', 'B', 'A', 'A', [[], ['B'], 0]],
    ['that they changed', 'A', 'B', 'A', [['B'], [], 0]],
    ['that they cleared', 'A', null, 'A', [[null], [], 0]],
    ['that both changed to the same', 'B', 'B', 'A', [[], [], 0]],
    ['that we alone know, of two who never met', 'A', null, undefined, [[], ['A'], 0]],
    ['that they alone know, of two who never met', null, 'B', undefined, [['B'], [], 0]],
  ] as const)('%s goes over where it did not change', (_, ours, theirs, before, expected) => {
    expect(plan(ours, theirs, before)).toEqual(expected);
  });

  it.each([
    ['ours', NOON, [[], ['B'], 1]],
    ['theirs', NOON, [['C'], [], 1]],
    ['newest', NOON, [[], ['B'], 1]],
    ['newest', EARLIER, [['C'], [], 1]],
  ] as const)('that both changed goes by its owner, %s', (owner, oursAt, expected) => {
    expect(plan('B', 'C', 'A', company({ owner }), oursAt)).toEqual(expected);
  });

  it('that is only told overwrites, and one that is only taken is overwritten', () => {
    expect(plan('A', 'B', 'A', company({ direction: 'push', owner: 'ours' }))).toEqual([[], ['A'], 0]);
    expect(plan('B', 'A', 'A', company({ direction: 'pull', owner: 'theirs' }))).toEqual([['A'], [], 0]);
  });
});

describe('what the peer keeps in a form of its own', () => {
  const NOTHING = { toLead: [], toPeer: [], conflicts: [], problems: [] };
  const PUSH = { direction: 'push', owner: 'ours' } as const;
  const PULL = { direction: 'pull', owner: 'theirs' } as const;
  const base = basedOn({}, LEAD_ID, [{ field: 'company', ours: 'Acme, Inc.', theirs: 'ACME INC' }]);
  const told = (ours: string, theirs: string, mapping: CrmFieldMapping) =>
    reconcile({ lead: lead(ours), record: { properties: { company: theirs }, modifiedAt: NOON }, base }, [mapping], facts);

  it.each([[{}], [PUSH], [PULL]])('is no change of theirs, with %j', (direction) => {
    expect(told('Acme, Inc.', 'ACME INC', company(direction))).toMatchObject(NOTHING);
  });

  it('is told where either side changes it', () => {
    expect(told('Acme Ltd', 'ACME INC', company(PUSH)).toPeer).toMatchObject([{ from: 'ACME INC', to: 'Acme Ltd' }]);
    expect(told('Acme, Inc.', 'Other', company(PUSH)).toPeer).toMatchObject([{ from: 'Other', to: 'Acme, Inc.' }]);
  });
});

describe('a word of ours that the peer has none for', () => {
  const words = { customer: 'closed' };
  const stage = (direction: CrmFieldMapping['direction']): CrmFieldMapping =>
    company({ field: 'lifecycleStage', property: 'stage', direction, owner: direction === 'push' ? 'ours' : 'newest', words });
  /** After `opportunity` was told as it is, and read again. */
  const base = basedOn({}, LEAD_ID, [{ field: 'lifecycleStage', ours: 'opportunity', theirs: { unread: 'opportunity' } }]);
  const told = (ours: 'opportunity' | 'evangelist', theirs: string, mapping: CrmFieldMapping, known = base) => {
    const of = { ...lead(null), lifecycleStage: ours };
    const { toPeer, problems } = reconcile(
      { lead: of, record: { properties: { stage: theirs }, modifiedAt: NOON }, base: known },
      [mapping],
      facts,
    );
    return [toPeer.map(({ to }) => to), problems.map(({ code }) => code)];
  };

  it.each(['push', 'both'] as const)('is told once, with %s, and again when it is another one', (direction) => {
    expect(told('opportunity', 'opportunity', stage(direction))).toEqual([[], []]);
    expect(told('evangelist', 'opportunity', stage(direction))).toEqual([['evangelist'], []]);
  });

  it('is told over a word of theirs that is none of ours where it is only told, and refused where theirs counts', () => {
    expect(told('opportunity', 'odd', stage('push'))).toEqual([['opportunity'], []]);
    expect(told('opportunity', 'odd', stage('push'), {})).toEqual([['opportunity'], []]);
    expect(told('opportunity', 'odd', stage('both'))).toEqual([[], ['word.unknown']]);
    expect(told('opportunity', 'odd', stage('pull'), {})).toEqual([[], ['word.unknown']]);
  });

  it('is another text than the word that it stands for', () => {
    const unread = basedOn({}, LEAD_ID, [{ field: 'lifecycleStage', ours: 'customer', theirs: { unread: 'opportunity' } }]);
    const told = reconcile(
      { lead: { ...lead(null), lifecycleStage: 'customer' }, record: { properties: { stage: 'O' }, modifiedAt: NOON }, base: unread },
      [{ ...stage('push'), words: { opportunity: 'O' } }],
      facts,
    );
    expect(told.toPeer).toMatchObject([{ from: 'opportunity', to: 'customer' }]);
  });
});

describe('a value', () => {
  it.each([
    [{ field: 'phone', property: 'phone' }, '030 901820', { value: '+4930901820' }],
    [{ field: 'email', property: 'email' }, ' Ada@Example.COM ', { value: 'ada@example.com' }],
    [{ field: 'address.country', property: 'country' }, 'Germany', { value: 'DE' }],
    [{ field: 'email', property: 'email' }, 'nonsense', { code: 'email.invalid' }],
    [
      { field: 'lifecycleStage', property: 'stage', words: { 'sales-qualified': 'salesqualifiedlead' } },
      'salesqualifiedlead',
      { value: 'sales-qualified' },
    ],
    [
      { field: 'lifecycleStage', property: 'stage', words: { 'sales-qualified': 'salesqualifiedlead' } },
      'evangelist',
      { code: 'word.unknown' },
    ],
    [{ field: 'company', property: 'company' }, '  ', { value: null }],
    [{ field: 'status', property: 'Status' }, 'Qualified', { value: 'qualified' }],
    [{ field: 'status', property: 'Status' }, 'Working', { code: 'status.unknown' }],
    [{ field: 'status', property: 'Status', words: { contacted: 'Working' } }, 'Working', { value: 'contacted' }],
    [{ field: 'source', property: 'LeadSource' }, 'Web', { value: 'web' }],
    [{ field: 'sourceMetadata.utm_source', property: 'utm' }, ' news ', { value: 'news' }],
    [{ field: 'sourceMetadata.clicks', property: 'clicks', type: 'number' as const }, '3.0', { value: '3' }],
  ])('of %j, %j, is taken as %j', (mapping, raw, expected) => {
    expect(takenValue(company(mapping), raw, facts)).toEqual(expected);
  });

  it('of every field that can be mapped goes into a lead as it comes out of it', () => {
    const metadata = { utm_source: 'news', 'utm.term': 'crm', clicks: 3, isPaid: true };
    const of = { ...lead('Acme'), status: 'contacted', source: 'web', sourceMetadata: metadata };
    const fields = [
      'status',
      'source',
      'sourceMetadata.utm_source',
      'sourceMetadata.utm.term',
      'sourceMetadata.clicks',
      'sourceMetadata.isPaid',
    ];
    expect(fields.map((field) => [unfitCode(field, []), valueOf(of, field, facts)])).toEqual([
      ...['contacted', 'web', 'news', 'crm', '3', 'true'].map((value) => [undefined, value]),
    ]);
    const values = new Map([
      ['sourceMetadata.clicks', '4'],
      ['sourceMetadata.isPaid', 'false'],
      ['sourceMetadata.utm.term', null],
    ]);
    const mapping = [
      company({ field: 'sourceMetadata.clicks', type: 'number' }),
      company({ field: 'sourceMetadata.isPaid', type: 'boolean' }),
    ];
    expect(statedLead(values, mapping, facts)).toEqual({ sourceMetadata: { clicks: 4, isPaid: false, 'utm.term': null } });
  });

  it.each([
    'budget',
    'budget.mean',
    'property.colour',
    'ownerId',
    'tagIds',
    'sourceMetadata',
    'sourceMetadata.',
    'sourceMetadata.1st',
    'address.planet',
  ])('of %s has no place in a property', (field) => {
    expect(unfitCode(field, [])).toBe('field.unknown');
  });

  it.each([
    ['number', '12.5', 12.5],
    ['boolean', 'true', true],
    ['date', '2026-11-01', '2026-11-01'],
    ['text', null, null],
  ] as const)('is told as %s', (type, value, expected) => {
    expect(toldValue(company({ type }), value, facts)).toBe(expected);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Uuid } from '@leadstream/kernel';
import { EMPTY_LEAD, type FieldChange, type LeadFields, type LeadRecord } from '../../lead/lead.js';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { LeadDirectory } from '../../lead/lead-directory.rules.js';
import type { AuditedChange, UndoneChanges, WorkKind } from './reversal.js';
import { reverseLead } from './reversal.rules.js';

const id = (tail: number) => `01920000-0000-7000-8000-${String(tail).padStart(12, '0')}` as Uuid;
const [IMPORT, LEAD, ANN, GONE, KEPT] = [1, 2, 3, 4, 5].map(id) as [Uuid, Uuid, Uuid, Uuid, Uuid];
const AT = new Date('2026-03-01T12:00:00Z');
const context = { now: AT, importId: IMPORT, customFields: [], vocabulary: DEFAULT_VOCABULARY, deletedTags: new Set([GONE]) };

const leadWith = (fields: Partial<LeadFields>): LeadRecord => {
  const moments = { statusChangedAt: AT, capturedAt: AT, createdAt: AT, updatedAt: AT };
  return { ...EMPTY_LEAD, ...fields, ...moments, leadId: LEAD, version: 3, status: 'new', deletedAt: null };
};
const change = (field: string, before: unknown, after: unknown): FieldChange => ({ field, before, after });
const entry = (version: number, changes: readonly FieldChange[], rest: Partial<AuditedChange> = {}): AuditedChange => {
  return { leadId: LEAD, version, action: 'updated', importId: null, isDistributed: false, changes, ...rest };
};
const created = entry(1, [change('email', null, 'a@x.com')], { action: 'created', importId: IMPORT });

function reverse(lead: LeadRecord, audit: readonly AuditedChange[], work: readonly WorkKind[] = [], undone?: UndoneChanges) {
  const directory = new LeadDirectory({ leads: [lead], further: [] });
  const { outcome, conflicts, steps } = reverseLead({ leadId: LEAD, lead, audit, work, undone }, directory, context);
  return { outcome, conflicts, lead: steps.at(-1)?.lead };
}

describe('a lead that an import created', () => {
  const lead = leadWith({ email: 'a@x.com', ownerId: ANN });

  it('is deleted though rules gave it to somebody, not though a person did', () => {
    const owner = [change('ownerId', null, ANN)];
    expect(reverse(lead, [created, entry(2, owner, { isDistributed: true })])).toMatchObject({ outcome: 'deleted', conflicts: [] });
    const conflicts = [{ field: 'ownerId', code: 'field.changed_since' }];
    expect(reverse(lead, [created, entry(2, owner)])).toMatchObject({ outcome: 'kept', conflicts });
  });

  it('is deleted though deleted tags were taken off it, not where other tags were', () => {
    const off = entry(2, [change('tagIds', [GONE, KEPT], [KEPT])]);
    expect(reverse(lead, [created, off])).toMatchObject({ outcome: 'deleted', conflicts: [] });
    const conflicts = [{ field: 'tagIds', code: 'field.changed_since' }];
    for (const [before, after] of [
      [[GONE, KEPT], []],
      [[GONE], [KEPT]],
      [[], [KEPT]],
    ])
      // prettier-ignore
      expect(reverse(lead, [created, entry(2, [change('tagIds', before, after)])])).toMatchObject({ outcome: 'kept', conflicts });
  });

  it('stays where people have put something on it', () => {
    expect(reverse(lead, [created], ['deals', 'notes'])).toMatchObject({
      outcome: 'kept',
      conflicts: [
        { field: 'deals', code: 'lead.in_use' },
        { field: 'notes', code: 'lead.in_use' },
      ],
    });
  });
});

it('restores what an import overwrote, whatever was put on the lead, without tags that are deleted by now', () => {
  const lead = leadWith({ email: 'a@x.com', company: 'New', tagIds: [KEPT] });
  const before = entry(1, [change('email', null, 'a@x.com')], { action: 'created' });
  const overwritten = entry(2, [change('company', 'Old', 'New'), change('tagIds', [GONE], [GONE, KEPT])], { importId: IMPORT });
  const reversal = reverse(lead, [before, overwritten, entry(3, [change('tagIds', [GONE, KEPT], [KEPT])])], ['deals']);
  expect(reversal).toMatchObject({ outcome: 'restored', conflicts: [], lead: { company: 'Old', tagIds: [] } });
});

it('gives back no status that the tenant has no more, and says so', () => {
  const lead = leadWith({ externalId: 'a', company: 'New' });
  const changes = [
    change('company', 'Old', 'New'),
    change('status', 'demo-booked', 'engaged'),
    change('statusChangedAt', AT.toISOString(), AT.toISOString()),
  ];
  expect(reverse({ ...lead, status: 'engaged' }, [entry(3, changes, { importId: IMPORT })])).toMatchObject({
    outcome: 'restored',
    conflicts: [{ field: 'status', code: 'status.unknown' }],
    lead: { company: 'Old', status: 'engaged' },
  });
});

describe('what was taken back since', () => {
  const OTHER = id(6);
  const company = (before: string | null, after: string) => [change('company', before, after)];
  const by = { importId: OTHER };
  const undone: UndoneChanges = { importIds: new Set([OTHER]), spans: [] };
  const original = entry(1, [change('externalId', null, 'k'), ...company(null, 'A')], { action: 'created' });
  const own = entry(2, company('A', 'B'), { importId: IMPORT });
  const lead = leadWith({ externalId: 'k', company: 'B' });

  it('by the reversal of a later import, is no change: imports that are taken back one after the other leave what was before them', () => {
    const later = [entry(3, company('B', 'C'), by), entry(4, company('C', 'B'), by)];
    expect(reverse(lead, [original, own, ...later], [], undone)).toMatchObject({
      outcome: 'restored',
      conflicts: [],
      lead: { company: 'A' },
    });
    const born = { ...own, version: 1, action: 'created', changes: company(null, 'B') } as const;
    expect(reverse(lead, [born, ...later], [], undone)).toMatchObject({ outcome: 'deleted', conflicts: [] });
  });

  it('of an earlier import in whose way this one was, does not come back with it', () => {
    const earlier = entry(2, company('A', 'B'), by);
    const reversal = reverse(
      leadWith({ externalId: 'k', company: 'C' }),
      [original, earlier, { ...own, version: 3, changes: company('B', 'C') }],
      [],
      undone,
    );
    expect(reversal).toMatchObject({ outcome: 'restored', conflicts: [], lead: { company: 'A' } });
  });

  it('of a merge, is no change either, on the side that stayed and on the one that went', () => {
    const merge = [entry(3, company('B', 'M')), entry(4, company('M', 'B'))];
    const spans = [
      { from: 2, to: 3 },
      { from: 3, to: 4 },
    ];
    expect(reverse(lead, [original, own, ...merge], [], { importIds: new Set(), spans })).toMatchObject({
      conflicts: [],
      lead: { company: 'A' },
    });
    const away = [change('deletedAt', null, 'x'), change('mergedInto', null, ANN)];
    const went = [entry(3, away, { action: 'merged' }), entry(4, away, { action: 'unmerged' })];
    expect(reverse(lead, [original, own, ...went])).toMatchObject({ conflicts: [], lead: { company: 'A' } });
  });

  it('does not hide what a person changed in between', () => {
    const between = [entry(3, company('B', 'C'), by), entry(4, company('C', 'D'))];
    const conflicts = [{ field: 'company', code: 'field.changed_since' }];
    expect(reverse(leadWith({ externalId: 'k', company: 'D' }), [original, own, ...between], [], undone)).toMatchObject({
      outcome: 'kept',
      conflicts,
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Uuid } from '@leadstream/kernel';
import { EMPTY_LEAD, type FieldChange, type LeadFields, type LeadRecord } from '../../lead/lead.js';
import { DEFAULT_VOCABULARY } from '../../lead/vocabulary.js';
import { LeadDirectory } from '../../lead/lead-directory.rules.js';
import type { AuditedChange, WorkKind } from './reversal.js';
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

function reverse(lead: LeadRecord, audit: readonly AuditedChange[], work: readonly WorkKind[] = []) {
  const directory = new LeadDirectory({ leads: [lead], further: [] });
  const { outcome, conflicts, steps } = reverseLead({ leadId: LEAD, lead, audit, work }, directory, context);
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

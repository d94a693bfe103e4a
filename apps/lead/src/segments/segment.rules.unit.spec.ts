import { expect, it } from '@jest/globals';
import type { FilterTree } from '../filter/condition.js';
import { EVERY_LEAD, NO_LEAD, type SegmentRecord } from './segment.js';
import { changedStep, deletedStep, keptUntil, restoredStep } from './segment.rules.js';

const NOON = new Date('2026-11-01T12:00:00Z');

/** A condition of a custom field. */
const goldOf = (fieldId: string): FilterTree => {
  return { field: { kind: 'custom', fieldId }, type: 'text', textCase: 'folded', test: { operator: 'eq', operand: 'gold' } };
};

it('is changed, and filled again, by a filter in the same words that asks of another field by now', () => {
  const stated = { field: 'customFields.tier', operator: 'eq', value: 'gold' };
  const segment = {
    version: 1,
    name: 'Gold',
    kind: 'dynamic',
    status: 'active',
    stated,
    filter: goldOf('level'),
  } as unknown as SegmentRecord;
  expect(changedStep(segment, { stated, filter: goldOf('level') }, NOON)).toBeUndefined();
  expect(changedStep(segment, { stated, filter: goldOf('other') }, NOON)).toMatchObject({
    segment: { version: 2, status: 'backfilling' },
    changes: [{ field: 'filter', before: stated, after: stated }],
  });
});

const id = '01920000-0000-7000-8000-000000000001';
const day = (number: number) => new Date(Date.UTC(2026, 9, number));
const segment = (more: Partial<SegmentRecord>): SegmentRecord => ({
  ...{ segmentId: id, version: 1, name: 'Some', kind: 'static', visibility: 'team', stated: null, filter: null },
  ...{ status: 'ready', filledUpTo: null, makerKind: 'member', makerId: id, createdAt: day(1), updatedAt: day(1), deletedAt: null },
  ...more,
});

it('keeps who was in a deleted segment for 30 days', () => {
  const { segment: gone } = deletedStep(segment({}), day(1));
  expect([keptUntil(segment({})), keptUntil(gone)]).toEqual([null, day(31)]);
  expect(restoredStep(gone, new Date(day(31).getTime() - 1))?.segment).toEqual(
    segment({ version: 3, updatedAt: new Date(day(31).getTime() - 1) }),
  );
  expect(restoredStep(gone, day(31))).toBeUndefined();
});

it('has a static segment of which it is forgotten who was in it stay deleted', () => {
  expect(restoredStep({ ...deletedStep(segment({}), day(1)).segment, status: 'ready', filledUpTo: null }, day(2))).toBeUndefined();
});

it('goes on with a static segment where filling it was left', () => {
  const { segment: gone } = deletedStep(segment({ status: 'backfilling', filledUpTo: id }), day(1));
  expect(restoredStep(gone, day(2))?.segment).toMatchObject({ status: 'backfilling', filledUpTo: id, deletedAt: null });
});

it('fills a dynamic segment from the first lead again, whenever it was deleted', () => {
  const { segment: gone } = deletedStep(segment({ kind: 'dynamic' }), day(1));
  expect(gone).toMatchObject({ status: 'backfilling', filledUpTo: EVERY_LEAD });
  const forgotten = { ...gone, status: 'ready', filledUpTo: null } as const;
  for (const one of [gone, forgotten])
    expect(restoredStep(one, day(90))?.segment).toMatchObject({ status: 'backfilling', filledUpTo: NO_LEAD, deletedAt: null, version: 3 });
});

import { expect, it } from '@jest/globals';
import type { FilterTree } from '../filter/condition.js';
import { changedStep } from './segment.rules.js';
import type { SegmentRecord } from './segment.js';

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

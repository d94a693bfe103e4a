import { expect, it } from '@jest/globals';
import type { ReadRow } from '../../plan/said.rules.js';
import { ownersIn, withOwner } from './row-owner.rules.js';

const members = { ids: new Set(['m-1']), byEmail: new Map([['ann@ours.com', 'm-1']]) };
const columns = [{ index: 0, target: 'ownerEmail' as const }];
const row = (said: Partial<ReadRow>): { row: ReadRow } => ({
  row: { fields: {}, capturedAt: null, status: null, statusChangedAt: null, ...said },
});

it('asks for each owner that rows name', () => {
  const readings = [row({ ownerEmail: 'ann@ours.com' }), row({ fields: { ownerId: 'm-2' } }), row({})];
  expect(ownersIn([...readings, { blank: { code: 'row.blank', path: null, message: '' } }])).toEqual({
    ids: ['m-2'],
    emails: ['ann@ours.com'],
  });
});

it('gives the lead to the member with the address, unless the row names one by id', () => {
  const plan = { columns, onBadValue: 'fail-row' as const };
  expect(withOwner(row({ ownerEmail: 'ann@ours.com' }), members, plan)).toMatchObject({ row: { fields: { ownerId: 'm-1' } } });
  expect(withOwner(row({ ownerEmail: 'bob@ours.com', fields: { ownerId: 'm-1' } }), members, plan)).toMatchObject({
    row: { fields: { ownerId: 'm-1' } },
  });
  expect(withOwner(row({ ownerEmail: 'bob@ours.com' }), members, plan)).toMatchObject({
    refusal: { code: 'owner.unknown', path: 'ownerEmail' },
  });
});

it('leaves an unknown owner out where that is asked for, but not one of a constant', () => {
  const plan = { columns, onBadValue: 'leave-out' as const };
  expect(withOwner(row({ ownerEmail: 'bob@ours.com' }), members, plan)).toMatchObject({
    row: { fields: {}, warnings: [{ code: 'owner.unknown' }] },
  });
  expect(withOwner(row({ fields: { ownerId: 'm-2' } }), members, plan)).toMatchObject({
    refusal: { code: 'owner.unknown', path: 'ownerId' },
  });
});

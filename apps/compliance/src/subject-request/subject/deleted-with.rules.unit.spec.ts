import { expect, it } from '@jest/globals';
import { deletedWith } from './deleted-with.rules.js';

const DELETED = new Date('2026-11-01T12:00:00Z');
const BEFORE = new Date('2026-10-01T12:00:00Z');
const lead = (more: object = {}) => ({ leadId: 'a', deletedAt: DELETED as Date | null, mergedInto: null as string | null, ...more });

it.each([
  ['with the lead when that was deleted', lead(), DELETED, ['a']],
  ['before, while the lead was still there: it may be of another', lead(), BEFORE, []],
  ['by a lead that is there and has another one', lead({ deletedAt: null }), BEFORE, []],
  ['by a lead that went into another one, which is known by it', lead({ mergedInto: 'b' }), DELETED, []],
])('an address that was lost %s', (_, known, lostAt, expected) => {
  const twice = [
    { leadId: 'a', lostAt },
    { leadId: 'a', lostAt },
  ];
  expect(deletedWith(twice, [known])).toEqual(expected);
});

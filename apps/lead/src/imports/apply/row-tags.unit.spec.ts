import { expect, it } from '@jest/globals';
import { row } from './rows.fixture.spec.js';
import { withTags } from './row-tags.rules.js';

const IDS = new Map([
  ['vip', '2'],
  ['north', '1'],
]);
const plan = { columns: [{ index: 0, target: 'tags' }], onBadValue: 'fail-row' } as const;
const said = row({ fields: { email: 'a@x.com' }, tagNames: ['VIP', 'north'] });
const beyond = row({ fields: { email: 'a@x.com' }, tagNames: ['VIP', 'new'] });

it('gives a row the ids of its tags', () => {
  expect(withTags(said, IDS, plan)).toMatchObject({ row: { fields: { email: 'a@x.com', tagIds: ['1', '2'] } } });
});

it('refuses a row that names a tag for which there is no room, with its path, or leaves the cell out', () => {
  expect(withTags(beyond, IDS, plan)).toMatchObject({ refusal: { code: 'tag.limit', path: 'tags' } });
  const left = withTags(beyond, IDS, { ...plan, onBadValue: 'leave-out' });
  expect(left).toMatchObject({ row: { fields: { email: 'a@x.com' }, warnings: [{ code: 'tag.limit', path: 'tags' }] } });
  expect('row' in left && left.row.fields.tagIds).toBeUndefined();
});

it('refuses a constant for which there is no room, whatever may be left out', () => {
  expect(withTags(beyond, IDS, { columns: [], onBadValue: 'leave-out' })).toMatchObject({ refusal: { code: 'tag.limit' } });
});

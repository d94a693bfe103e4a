import { expect, it } from '@jest/globals';
import { judge } from './finding.ts';

it('finds what is lost and what is doubled', () => {
  expect(judge('lead', 'a', 0, 1)).toMatchObject([{ wrong: 'lost' }]);
  expect(judge('lead', 'a', 2, 1)).toMatchObject([{ wrong: 'doubled' }]);
  expect(judge('lead', 'a', 1, 1)).toEqual([]);
});

it('lets an unknown operation be there once or not at all', () => {
  expect(judge('lead', 'a', 0, 0, 1)).toEqual([]);
  expect(judge('lead', 'a', 1, 0, 1)).toEqual([]);
  expect(judge('lead', 'a', 2, 0, 1)).toMatchObject([{ wrong: 'doubled' }]);
});

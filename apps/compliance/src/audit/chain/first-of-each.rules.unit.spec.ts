import { expect, it } from '@jest/globals';
import { firstOfEach } from './first-of-each.rules.js';

const events = (...ids: string[]) => ids.map((id) => ({ id }));

it.each([
  ['new ones', events('a', 'b'), [], [true, true]],
  ['one that has an entry', events('a', 'b', 'c'), ['b', 'x'], [true, false, true]],
  ['one that lies there twice', events('a', 'b', 'a', 'a'), [], [true, true, false, false]],
  ['one that has an entry and lies there twice', events('a', 'a'), ['a'], [false, false]],
  ['none', [], ['a'], []],
])('takes of %s each once', (_, told, known, taken) => {
  expect(firstOfEach(told, new Set(known))).toEqual(taken);
});

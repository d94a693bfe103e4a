import { describe, expect, it } from '@jest/globals';
import type { IndexWork } from '../custom-field.js';
import { indexStateOf, indexTaskAfter, isIndexComplete, isUniqueKept } from './index-state.rules.js';

const field = (marks: { indexed?: boolean; unique?: boolean; archived?: boolean; indexWork?: IndexWork | null }) => {
  return { indexed: false, unique: false, archived: false, ...marks };
};

describe('the state of an index', () => {
  it.each([
    [field({}), 'none', false, false],
    [field({ indexed: true, archived: true }), 'none', false, false],
    [field({ indexWork: 'emptying' }), 'none', false, false],
    [field({ indexed: true }), 'ready', true, false],
    [field({ unique: true }), 'ready', true, true],
    [field({ unique: true, indexWork: 'filling' }), 'filling', false, false],
    [field({ unique: true, indexed: true, indexWork: 'checking' }), 'checking', true, false],
    [field({ unique: true, indexWork: 'conflicting' }), 'conflicting', true, false],
  ] as const)('of %j is %s', (marked, state, isComplete, isKept) => {
    expect([indexStateOf(marked), isIndexComplete(marked), isUniqueKept(marked)]).toEqual([state, isComplete, isKept]);
  });
});

describe('a change of marks', () => {
  it.each([
    ['nothing when they ask for the same rows', field({ unique: true }), field({ unique: true, indexed: true }), undefined],
    ['to fill what had no rows', field({}), field({ unique: true }), { work: 'filling', restarts: true }],
    [
      'to fill what comes back from the archive',
      field({ indexed: true, archived: true }),
      field({ indexed: true }),
      { work: 'filling', restarts: true },
    ],
    ['to empty what needs none', field({ indexed: true }), field({}), { work: 'emptying', restarts: true }],
    ['to check what is to be unique', field({ indexed: true }), field({ unique: true }), { work: 'checking', restarts: true }],
    [
      'to fill from the beginning what is to be unique and has not all rows',
      field({ indexed: true, indexWork: 'filling' }),
      field({ unique: true }),
      { work: 'filling', restarts: true },
    ],
    [
      'nothing more of what need not be unique',
      field({ unique: true, indexWork: 'conflicting' }),
      field({ indexed: true }),
      { work: null, restarts: false },
    ],
    [
      'to go on filling what need not be unique',
      field({ unique: true, indexWork: 'filling' }),
      field({ indexed: true }),
      { work: 'filling', restarts: false },
    ],
  ] as const)('asks %s', (_, before, after, task) => expect(indexTaskAfter(before, after)).toEqual(task));
});

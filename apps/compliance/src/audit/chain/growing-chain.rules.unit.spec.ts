import { expect, it } from '@jest/globals';
import { uuidV7 } from '@leadstream/kernel';
import { recordedEvent } from '../../../test/audit-trail.js';
import { BEFORE_FIRST } from '../audit-entry.js';
import { factOf } from './audit-fact.rules.js';
import { factText } from './entry-hash.rules.js';
import { GrowingChain } from './growing-chain.rules.js';
import { entriesAfter } from './next-entries.rules.js';

const tenantId = uuidV7.next();

it.each([
  ['new ones', ['a', 'b'], [], [true, true]],
  ['one that has an entry', ['a', 'b', 'c'], ['b', 'x'], [true, false, true]],
  ['one that lies there twice', ['a', 'b', 'a', 'a'], [], [true, true, false, false]],
  ['one that has an entry and lies there twice', ['a', 'a'], ['a'], [false, false]],
])('admits of %s each once', (_, told, known, admitted) => {
  const chain = new GrowingChain(tenantId, BEFORE_FIRST, known);
  expect(told.map((id) => chain.admit(id))).toEqual(admitted);
});

it('is the same chain in parts as at once', () => {
  const now = new Date('2026-11-01T12:00:00Z');
  const facts = Array.from({ length: 5 }, (_, offset) => factOf(recordedEvent(tenantId, { offset })));
  const chain = new GrowingChain(tenantId, BEFORE_FIRST, []);
  const parts = [facts.slice(0, 2), [], facts.slice(2)].map((part) => chain.extend(part, now, part.map(factText)));
  expect(parts.flat()).toEqual(entriesAfter(tenantId, BEFORE_FIRST, facts, now));
});

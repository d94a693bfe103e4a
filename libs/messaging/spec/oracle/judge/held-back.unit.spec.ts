import { expect, it } from '@jest/globals';
import { digestOf } from '../load/account-events.js';
import { heldBack, isHeldBack } from './held-back.js';
import type { CommittedEvent } from './judge.js';
import { OVERSIZED_TEXT } from '../load/transaction-plan.js';

const event = (topic: string, key: string, version: number, text = ''): CommittedEvent => ({
  topic,
  key,
  version,
  type: 'a.b',
  digest: digestOf(text),
});
const held = heldBack([
  event('x', 't:a', 1),
  event('y', 't:a', 2),
  event('x', 't:a', 3, OVERSIZED_TEXT),
  event('y', 't:a', 4),
  event('x', 't:a', 5),
  event('x', 't:b', 3),
]);

it('holds what is too large and what follows it in its topic', () => {
  expect([...held.must]).toEqual(['x t:a 3', 'x t:a 5']);
});

it('leaves open what becomes of the account in other topics', () => {
  expect(isHeldBack(held, ['x t:a 3', 'x t:a 5'])).toBe(true);
  expect(isHeldBack(held, ['x t:a 3', 'y t:a 4', 'x t:a 5'])).toBe(true);
});

it('sees what got away and what is missing besides', () => {
  expect(isHeldBack(held, ['x t:a 3'])).toBe(false);
  expect(isHeldBack(held, ['x t:a 1', 'x t:a 3', 'x t:a 5'])).toBe(false);
  expect(isHeldBack(held, ['x t:b 3', 'x t:a 3', 'x t:a 5'])).toBe(false);
});

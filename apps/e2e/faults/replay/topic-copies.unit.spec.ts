import { expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { interleavedCopies } from './topic-copies.ts';

const message = (key: string, n: number) => ({ key, value: `${key}${n}` });
const messages = [message('a', 1), message('b', 1), message('a', 2), message('a', 3), message('b', 2)];
const ofKey = (copies: ReturnType<typeof interleavedCopies>, key: string) =>
  copies.filter((one) => one.key === key).map(({ value }) => value);

it('repeats the records of a key in their order', () => {
  const copies = interleavedCopies(messages, 3, new Random(7));
  expect(ofKey(copies, 'a')).toEqual(['a1', 'a2', 'a3', 'a1', 'a2', 'a3', 'a1', 'a2', 'a3']);
  expect(ofKey(copies, 'b')).toEqual(['b1', 'b2', 'b1', 'b2', 'b1', 'b2']);
});

it('mixes the keys by the seed', () => {
  const order = (seed: number) =>
    interleavedCopies(messages, 3, new Random(seed))
      .map(({ key }) => key)
      .join('');
  expect(order(7)).toBe(order(7));
  expect(order(7)).not.toBe('aaaaaaaaabbbbbb');
  expect(new Set([1, 2, 3, 4, 5].map(order)).size).toBeGreaterThan(1);
});

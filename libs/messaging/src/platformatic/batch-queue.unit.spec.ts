import { expect, it } from '@jest/globals';
import { BatchQueue } from './batch-queue.js';

/** Work that ends when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { run: () => promise, finish: resolve };
}

it('does so much at a time, the rest in the order it came', async () => {
  const queue = new BatchQueue(2);
  const begun: string[] = [];
  const works = ['a', 'b', 'c'].map((key) => ({ key, ...held() }));
  works.forEach(({ key, run }) => queue.add(key, () => (begun.push(key), run())));
  expect(begun).toEqual(['a', 'b']);
  works.forEach(({ finish }) => finish());
  await queue.drain();
  expect(begun).toEqual(['a', 'b', 'c']);
});

it('never does two pieces of one key at the same time, and lets others by', async () => {
  const queue = new BatchQueue(2);
  const begun: string[] = [];
  const [first, second, other] = [held(), held(), held()];
  queue.add('a', () => (begun.push('first of a'), first.run()));
  queue.add('a', () => (begun.push('second of a'), second.run()));
  queue.add('b', () => (begun.push('b'), other.run()));
  expect(begun).toEqual(['first of a', 'b']);
  first.finish();
  await first.run();
  second.finish();
  other.finish();
  await queue.drain();
  expect(begun).toEqual(['first of a', 'b', 'second of a']);
});

it('forgets what waits when it ends', async () => {
  const queue = new BatchQueue(1);
  const begun: string[] = [];
  const first = held();
  queue.add('a', () => (begun.push('a'), first.run()));
  queue.add('b', async () => void begun.push('b'));
  const ended = queue.end();
  first.finish();
  await ended;
  expect(begun).toEqual(['a']);
});

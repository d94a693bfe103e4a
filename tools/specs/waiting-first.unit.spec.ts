import { expect, it } from '@jest/globals';
import { findSpecs } from './find-specs.ts';
import { waitingFirst } from './waiting-first.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

it('puts what mostly waits first and leaves the rest in its order', () => {
  const paths = ['/a/big.int.spec.ts', '/m/kafkajs/kafkajs-replicas.int.spec.ts', '/a/small.int.spec.ts', '/j/zombie.int.spec.ts'];
  expect(waitingFirst(paths.map((path) => ({ path }))).map(({ path }) => path)).toEqual([
    '/m/kafkajs/kafkajs-replicas.int.spec.ts',
    '/j/zombie.int.spec.ts',
    '/a/big.int.spec.ts',
    '/a/small.int.spec.ts',
  ]);
});

it('knows the specs of both Kafka clients by their names', () => {
  const adapters = findSpecs(ROOT, 'int', ['libs/messaging/src/kafkajs/', 'libs/messaging/src/platformatic/']);
  const unknown = { path: 'unknown' };
  const order = waitingFirst([unknown, ...adapters.map((path) => ({ path }))]);
  expect([adapters.length, order.indexOf(unknown)]).toEqual([6, 6]);
});

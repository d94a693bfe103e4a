import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { Partitioners } from 'kafkajs';
import { javaPartitioner } from './java-partitioner.js';

const metadata = (count: number) =>
  Array.from({ length: count }, (_, partitionId) => ({ partitionErrorCode: 0, partitionId, leader: 0, replicas: [], isr: [] }));

it('agrees with the partitioner of kafkajs on keys of every length', () => {
  const theirs = Partitioners.DefaultPartitioner();
  const ours = javaPartitioner();
  for (let length = 0; length < 200; length += 1) {
    const args = { topic: 't', partitionMetadata: metadata(1 + (length % 12)), message: { key: randomBytes(length), value: null } };
    expect(ours(args)).toBe(theirs(args));
  }
});

it('puts records without key in any partition, and obeys a partition that is given', () => {
  const ours = javaPartitioner();
  const message = { key: null, value: null };
  expect(new Set(Array.from({ length: 200 }, () => ours({ topic: 't', partitionMetadata: metadata(3), message })))).toEqual(
    new Set([0, 1, 2]),
  );
  expect(ours({ topic: 't', partitionMetadata: metadata(3), message: { key: 'k', value: null, partition: 2 } })).toBe(2);
});

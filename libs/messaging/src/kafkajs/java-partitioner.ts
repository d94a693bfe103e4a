import { randomInt } from 'node:crypto';
import type { PartitionerArgs } from 'kafkajs';
import { murmur2, POSITIVE } from '../murmur2.js';

/**
 * Key to partition as the Java client's default partitioner does it; records without key go anywhere. kafkajs's own gives
 * the same answers over 64-bit arithmetic in software, for a twelfth of all the work of a send.
 */
export function javaPartitioner() {
  return ({ partitionMetadata, message: { key, partition } }: PartitionerArgs): number => {
    if (partition !== undefined && partition !== null) return partition;
    const count = partitionMetadata.length;
    if (key === null || key === undefined) return randomInt(count);
    return (murmur2(Buffer.isBuffer(key) ? key : Buffer.from(key)) & POSITIVE) % count;
  };
}

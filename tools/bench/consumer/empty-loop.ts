import { Kafka, logLevel } from 'kafkajs';
import type { Run } from '../paired-runs.ts';
import { Watch } from './watched-client.ts';

export interface Topic {
  readonly brokers: readonly string[];
  readonly name: string;
  readonly records: number;
}

/** The least one can do: kafkajs with our fetch sizes, nothing done with a batch but its offset committed. */
export async function emptyLoop({ brokers, name, records }: Topic, groupId: string, concurrency: number): Promise<Run> {
  const watch = new Watch(records);
  const consumer = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).consumer({
    groupId,
    maxWaitTimeInMs: 500,
    maxBytesPerPartition: 1_048_576,
    maxBytes: 6_291_456,
  });
  consumer.on(consumer.events.GROUP_JOIN, () => watch.began());
  await consumer.connect();
  await consumer.subscribe({ topics: [name], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: concurrency,
    eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary }) => {
      resolveOffset(batch.lastOffset());
      const offset = String(Number(batch.lastOffset()) + 1);
      await commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions: [{ partition: batch.partition, offset }] }] });
      watch.committed(batch.messages.length);
    },
  });
  const run = await watch.finished;
  await consumer.disconnect();
  return run;
}

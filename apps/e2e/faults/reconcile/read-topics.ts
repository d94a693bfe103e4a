import { randomUUID } from 'node:crypto';
import { type IHeaders, Kafka, logLevel } from 'kafkajs';

/** A record as it lies in a topic. */
export interface TopicRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function kafkaOf(brokers: string): Kafka {
  return new Kafka({ clientId: 'leadstream-faults', brokers: brokers.split(','), logLevel: logLevel.NOTHING, retry: { retries: 20 } });
}

export interface TopicEnd {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the next record to be written. */
  readonly end: number;
}

/** Ends of every partition of the topics, now. */
export async function topicEnds(kafka: Kafka, topics: readonly string[]): Promise<TopicEnd[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends: TopicEnd[] = [];
    for (const topic of topics)
      ends.push(...(await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({ topic, partition, end: Number(high) })));
    return ends;
  } finally {
    await admin.disconnect();
  }
}

function texts(headers: IHeaders | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));
}

/** Reads topics from their beginning to where they end now. Order within a partition is kept. */
export async function readTopics(kafka: Kafka, topics: readonly string[]): Promise<TopicRecord[]> {
  const left = new Map(
    (await topicEnds(kafka, topics)).filter(({ end }) => end > 0).map((one) => [`${one.topic}/${one.partition}`, one.end]),
  );
  if (left.size === 0) return [];
  const records: TopicRecord[] = [];
  const read = Promise.withResolvers<void>();
  const consumer = kafka.consumer({ groupId: `faults-reader-${randomUUID()}`, maxWaitTimeInMs: 100, maxBytesPerPartition: 8 * 2 ** 20 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch: { topic, partition, messages } }) => {
        const end = left.get(`${topic}/${partition}`) ?? 0;
        for (const { key, headers, offset } of messages) {
          if (Number(offset) >= end) break;
          records.push({ topic, partition, offset, key: String(key), headers: texts(headers) });
        }
        if (Number(messages.at(-1)?.offset ?? -1) + 1 >= end) left.delete(`${topic}/${partition}`);
        if (left.size === 0) read.resolve();
      },
    });
    await read.promise;
    return records;
  } finally {
    await consumer.disconnect();
  }
}

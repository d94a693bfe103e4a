import { randomUUID } from 'node:crypto';
import { type Kafka, type KafkaMessage, type Message, Partitioners } from 'kafkajs';
import type { Random } from '../random.ts';
import { topicEnds } from '../reconcile/read-topics.ts';

const BATCH = 500;

/** Everything that a topic holds by now, bytes as they are, each partition in its order. */
export async function readMessages(kafka: Kafka, topic: string): Promise<Message[]> {
  const open = new Map((await topicEnds(kafka, [topic])).filter(({ end }) => end > 0).map(({ partition, end }) => [partition, end]));
  const messages: KafkaMessage[] = [];
  if (open.size === 0) return [];
  const read = Promise.withResolvers<void>();
  const consumer = kafka.consumer({ groupId: `copies-${randomUUID()}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      const end = open.get(batch.partition) ?? 0;
      messages.push(...batch.messages.filter(({ offset }) => Number(offset) < end));
      if (Number(batch.lastOffset()) + 1 >= end) open.delete(batch.partition);
      if (open.size === 0) read.resolve();
    },
  });
  await read.promise;
  await consumer.disconnect();
  return messages.map(({ key, value, headers }) => ({ key, value, ...(headers && { headers }) }));
}

/** The messages again, so many times: those of a key in their order, time after time, those of different keys in any order. */
export function interleavedCopies(messages: readonly Message[], copies: number, random: Random): Message[] {
  const byKey = Map.groupBy(messages, ({ key }) => String(key));
  const queues = [...byKey.values()].map((ofKey) =>
    Array.from({ length: copies }, () => ofKey)
      .flat()
      .reverse(),
  );
  const result: Message[] = [];
  while (queues.length > 0) {
    const at = random.whole(0, queues.length - 1);
    const queue = queues[at] as Message[];
    result.push(queue.pop() as Message);
    if (queue.length === 0) queues.splice(at, 1);
  }
  return result;
}

export async function produce(kafka: Kafka, topic: string, messages: readonly Message[]): Promise<void> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  for (let at = 0; at < messages.length; at += BATCH) await producer.send({ topic, messages: messages.slice(at, at + BATCH) });
  await producer.disconnect();
}

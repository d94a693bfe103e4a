import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { IncomingRecord, TopicReader } from '../kafka-client.js';
import { toRecord } from './kafkajs-batch.js';
import { consumerSettings } from './kafkajs-settings.js';

interface Wanted {
  readonly partition: number;
  readonly to: number;
  readonly found: IncomingRecord[];
  readonly complete: () => void;
}

/** Joins its group alone and fetches only what it is asked for. */
export class KafkajsReader implements TopicReader {
  #wanted: Wanted | undefined;

  private constructor(
    private readonly consumer: Consumer,
    private readonly topic: string,
  ) {}

  /** @throws Error when another reader of this group holds the topic */
  static async open(kafka: Kafka, groupId: string, topic: string): Promise<KafkajsReader> {
    const consumer = kafka.consumer({ ...consumerSettings(groupId), maxWaitTimeInMs: 100 });
    const reader = new KafkajsReader(consumer, topic);
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const assigned = new Promise<readonly number[]>((resolve) => {
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => resolve(payload.memberAssignment[topic] ?? []));
    });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: (payload) => reader.#collect(payload) });
    consumer.pause([{ topic }]);
    if ((await assigned).length > 0) return reader;
    await consumer.disconnect();
    throw new Error(`${topic} is being read by another process; try again when that is done`);
  }

  async read(partition: number, from: number, to: number): Promise<IncomingRecord[]> {
    if (to <= from) return [];
    const found: IncomingRecord[] = [];
    const completed = new Promise<void>((resolve) => {
      this.#wanted = { partition, to, found, complete: resolve };
    });
    this.consumer.seek({ topic: this.topic, partition, offset: String(from) });
    this.consumer.resume([{ topic: this.topic, partitions: [partition] }]);
    await completed;
    return found;
  }

  async commit(partition: number, offset: number, metadata: string): Promise<void> {
    await this.consumer.commitOffsets([{ topic: this.topic, partition, offset: String(offset), metadata }]);
  }

  async close(): Promise<void> {
    await this.consumer.disconnect();
  }

  async #collect({ batch, resolveOffset, heartbeat, isStale }: EachBatchPayload): Promise<void> {
    const wanted = this.#wanted;
    if (wanted === undefined || isStale() || batch.partition !== wanted.partition) return;
    for (const message of batch.messages) {
      const record = toRecord(batch.topic, batch.partition, message);
      if (record.offset < wanted.to) wanted.found.push(record);
    }
    resolveOffset(batch.lastOffset());
    await heartbeat();
    if (Number(batch.lastOffset()) + 1 < wanted.to) return;
    this.consumer.pause([{ topic: this.topic, partitions: [batch.partition] }]);
    this.#wanted = undefined;
    wanted.complete();
  }
}

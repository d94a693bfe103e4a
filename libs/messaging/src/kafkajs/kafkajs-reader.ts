import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
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
    private readonly admin: Admin,
    private readonly topic: string,
  ) {}

  /** @throws Error when another reader of this group holds the topic */
  static async open(kafka: Kafka, groupId: string, topic: string): Promise<KafkajsReader> {
    const consumer = kafka.consumer({ ...consumerSettings(groupId), maxWaitTimeInMs: 100 });
    const reader = new KafkajsReader(consumer, kafka.admin(), topic);
    await Promise.all([consumer.connect(), reader.admin.connect()]);
    /** Asked before joining: a group shares out anew, and might give the topic to who came last. */
    const { groups } = await reader.admin.describeGroups([groupId]);
    if (groups.some(({ members }) => members.length > 0)) return reader.#refuse();
    await consumer.subscribe({ topic, fromBeginning: true });
    const assigned = new Promise<readonly number[]>((resolve) => {
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => resolve(payload.memberAssignment[topic] ?? []));
    });
    /** Told also of batches in which all is rolled back, compacted or a mark; those are never handed over. */
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => reader.#passed(payload.partition, Number(payload.lastOffset) + 1));
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: (payload) => reader.#collect(payload) });
    const partitions = await assigned;
    consumer.pause([{ topic }]);
    return partitions.length > 0 ? reader : reader.#refuse();
  }

  async read(partition: number, from: number, to: number): Promise<IncomingRecord[]> {
    const bounds = (await this.admin.fetchTopicOffsets(this.topic)).find((one) => one.partition === partition);
    const first = Math.max(from, Number(bounds?.low ?? 0));
    const end = Math.min(to, Number(bounds?.high ?? 0));
    if (end <= first) return [];
    const found: IncomingRecord[] = [];
    const completed = new Promise<void>((resolve) => {
      this.#wanted = { partition, to: end, found, complete: resolve };
    });
    this.consumer.seek({ topic: this.topic, partition, offset: String(first) });
    this.consumer.resume([{ topic: this.topic, partitions: [partition] }]);
    await completed;
    return found;
  }

  async commit(partition: number, offset: number, metadata: string): Promise<void> {
    await this.consumer.commitOffsets([{ topic: this.topic, partition, offset: String(offset), metadata }]);
  }

  async close(): Promise<void> {
    await Promise.all([this.consumer.disconnect(), this.admin.disconnect()]);
  }

  async #refuse(): Promise<never> {
    await this.close();
    throw new Error(`${this.topic} is being read by another process; try again when that is done`);
  }

  async #collect({ batch, resolveOffset, isStale }: EachBatchPayload): Promise<void> {
    const wanted = this.#wanted;
    if (wanted === undefined || isStale() || batch.partition !== wanted.partition) return;
    for (const message of batch.messages) {
      const record = toRecord(batch.topic, batch.partition, message);
      if (record.offset < wanted.to) wanted.found.push(record);
    }
    resolveOffset(batch.lastOffset());
  }

  #passed(partition: number, next: number): void {
    const wanted = this.#wanted;
    if (wanted === undefined || partition !== wanted.partition || next < wanted.to) return;
    this.consumer.pause([{ topic: this.topic, partitions: [partition] }]);
    this.#wanted = undefined;
    wanted.complete();
  }
}

import { randomUUID } from 'node:crypto';
import { testKafka } from '@leadstream/testing';
import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { digestOf } from '../load/account-events.js';
import type { TopicRecord } from './judge.js';

interface Body {
  readonly version: number;
  readonly text: string;
}

function toRecord(topic: string, partition: number, { key, value, headers }: KafkaMessage): TopicRecord {
  const header = (name: string): string => String(headers?.[name]);
  const { version, text } = JSON.parse(String(value)) as Body;
  return {
    topic,
    partition,
    key: String(key),
    version,
    type: header('ce_type'),
    digest: digestOf(text),
    eventId: header('ce_id'),
    headerKey: `${header('ce_tenantid')}:${header('ce_subject')}`,
    sequence: Number(header('ce_sequence')),
  };
}

/** Reads topics from their beginning with a bare client, and goes on reading. */
export class TopicLog {
  readonly records: TopicRecord[] = [];
  /** `performance.now()` of the last record. */
  lastRecordMs = performance.now();
  readonly #next = new Map<string, bigint>();

  private constructor(private readonly consumer: Consumer) {}

  static async read(topics: readonly string[]): Promise<TopicLog> {
    const consumer = testKafka().consumer({ groupId: `oracle-${randomUUID()}`, maxWaitTimeInMs: 50, maxBytesPerPartition: 4_000_000 });
    const log = new TopicLog(consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({ eachBatch: async (payload) => log.#take(payload) });
    return log;
  }

  async close(): Promise<void> {
    await this.consumer.disconnect();
  }

  #take({ batch }: EachBatchPayload): void {
    const place = `${batch.topic} ${batch.partition}`;
    for (const message of batch.messages) {
      // A reader that had to begin anew sees records again that the topic holds once.
      if (BigInt(message.offset) < (this.#next.get(place) ?? 0n)) continue;
      this.#next.set(place, BigInt(message.offset) + 1n);
      this.records.push(toRecord(batch.topic, batch.partition, message));
    }
    this.lastRecordMs = performance.now();
  }
}

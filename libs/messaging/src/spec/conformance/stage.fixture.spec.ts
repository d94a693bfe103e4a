import { randomUUID } from 'node:crypto';
import { eventually } from '@leadstream/testing';
import type { IncomingRecord, KafkaAdmin, KafkaClient, KafkaConsumer, OutgoingRecord, RecordBatch, TopicPartition } from '../../index.js';

/** What a spec may ask of the client it gets; an adapter's own defaults otherwise. */
export interface ClientWishes {
  /** How long a silent member keeps its partitions. */
  readonly sessionTimeoutMs?: number;
  /** How soon new partitions are noticed. */
  readonly metadataMaxAgeMs?: number;
}

/** An adapter under test. */
export interface Adapter {
  /** As in `KAFKA_ADAPTER`. */
  readonly name: 'kafkajs' | 'platformatic';
  /** Whether its library sends all that goes to a broker again when the broker took a part of it. */
  readonly repeatsWhatWasTaken?: boolean;
  client(brokers: readonly string[], wishes?: ClientWishes): KafkaClient;
}

/** A member that applies and commits everything, unless told otherwise. */
export interface Member {
  readonly consumer: KafkaConsumer;
  readonly records: IncomingRecord[];
  readonly assignments: (readonly TopicPartition[])[];
  revocations: number;
  onBatch: (batch: RecordBatch) => Promise<void>;
}

export const valuesOf = (records: readonly IncomingRecord[]): string[] => records.map(({ value }) => String(value));

/** Topics, records and members of one suite on one cluster. */
export class ConformanceStage {
  readonly kafka: KafkaClient;
  readonly #members: Member[] = [];

  constructor(
    readonly adapter: Adapter,
    readonly brokers: readonly string[],
    wishes: ClientWishes = {},
  ) {
    this.kafka = adapter.client(brokers, wishes);
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map(({ consumer }) => consumer.stop()));
  }

  /** @returns the name of a new topic */
  async topic(partitions = 1, config: Readonly<Record<string, string>> = {}): Promise<string> {
    const name = `conformance-${randomUUID()}`;
    await this.withAdmin((admin) => admin.ensureTopics([{ name, partitions, config }]));
    return name;
  }

  async withAdmin<T>(work: (admin: KafkaAdmin) => Promise<T>): Promise<T> {
    const admin = await this.kafka.admin();
    return work(admin).finally(() => admin.close());
  }

  /** Sends in one go; a bare text is a value under the key `k`. */
  async send(topic: string, records: readonly (string | Partial<OutgoingRecord>)[]): Promise<void> {
    const whole = records.map((record) => ({
      topic,
      key: 'k',
      value: null,
      headers: {},
      ...(typeof record === 'string' ? { value: record } : record),
    }));
    const producer = await this.kafka.producer();
    await producer.send(whole).finally(() => producer.close());
  }

  join(
    topics: readonly string[],
    { groupId = randomUUID(), concurrency = 2, kafka = this.kafka, onBatch }: Partial<MemberOptions> = {},
  ): Member {
    const consumer = kafka.consumer({ groupId, topics, concurrency });
    const member: Member = {
      consumer,
      records: [],
      assignments: [],
      revocations: 0,
      onBatch: onBatch ?? ((batch) => batch.commit(batch.nextOffset)),
    };
    this.#members.push(member);
    consumer.start({
      assigned: (partitions) => member.assignments.push(partitions),
      revoked: () => (member.revocations += 1),
      batch: async (batch) => {
        member.records.push(...batch.records);
        await member.onBatch(batch);
      },
    });
    return member;
  }

  /** Everything that a topic delivers, once the count is reached. */
  async received(topic: string, count: number): Promise<IncomingRecord[]> {
    const member = this.join([topic]);
    await eventually(() => atLeast(member.records.length, count), { withinMs: 20_000 });
    await member.consumer.stop();
    return member.records;
  }

  /** Where a group goes on in a partition; -1 when it never committed. */
  async committed(groupId: string, topic: string, partition = 0): Promise<number> {
    const marks = await this.withAdmin((admin) => admin.committedOffsets(groupId, [topic]));
    return marks.find((mark) => mark.partition === partition)?.offset ?? -1;
  }
}

interface MemberOptions {
  readonly groupId: string;
  readonly concurrency: number;
  readonly kafka: KafkaClient;
  readonly onBatch: (batch: RecordBatch) => Promise<void>;
}

export function atLeast(actual: number, wanted: number): void {
  if (actual < wanted) throw new Error(`${actual} of ${wanted}`);
}

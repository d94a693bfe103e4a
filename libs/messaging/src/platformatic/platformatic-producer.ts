import type { TlsTrouble } from '@leadstream/kernel';
import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type ClusterMetadata, findErrorBy, type MessageToProduce, ProduceAcks, Producer } from '@platformatic/kafka';
import { type KafkaProducer, type OutgoingRecord, RecordTooLargeError } from '../kafka-client.js';
import { murmur2, POSITIVE } from '../murmur2.js';
import { clientSettings, type ConnectionSettings, RETRIES, retryDelayMs } from './platformatic-settings.js';
import { partitionName, writtenPartitions } from './written-partitions.js';

type Message = MessageToProduce<Buffer, Buffer, Buffer, Buffer>;

const TOO_LARGE = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];

const bytesOf = (value: string | Buffer): Buffer => (typeof value === 'string' ? Buffer.from(value) : value);

/** Undefined is what the library takes for an absent key or value. */
const bytesIfAny = (value: string | Buffer | null): Buffer | undefined => (value === null ? undefined : bytesOf(value));

const KNOWN_NAMES = 100;
const names = new Map<string, Buffer>();

/** Records carry the same dozen names again and again. */
function nameOf(name: string): Buffer {
  const known = names.get(name);
  if (known !== undefined) return known;
  const bytes = Buffer.from(name);
  if (names.size < KNOWN_NAMES) names.set(name, bytes);
  return bytes;
}

/** A map keyed by buffers holds a name as often as it is given, each time as another buffer. */
function headersOf(headers: OutgoingRecord['headers']): Map<Buffer, Buffer> {
  const entries = new Map<Buffer, Buffer>();
  for (const [name, value] of Object.entries(headers)) {
    if (!Array.isArray(value)) entries.set(nameOf(name), bytesOf(value));
    else value.forEach((one) => entries.set(Buffer.from(name), bytesOf(one)));
  }
  return entries;
}

/** As the Java client's default partitioner: the library's own takes the sign for a part of the hash. */
function partitionOf(key: Buffer | undefined, count: number): number {
  return key === undefined ? randomInt(count) : (murmur2(key) & POSITIVE) % count;
}

function messageOf({ topic, key: given, value, headers }: OutgoingRecord, { topics }: ClusterMetadata): Message {
  const key = bytesIfAny(given);
  const partition = partitionOf(key, topics.get(topic)?.partitionsCount ?? 1);
  return { topic, partition, key, value: bytesIfAny(value), headers: headersOf(headers) } as Message;
}

/**
 * The library sends again all that went to a broker when that took only a part, which doubles the part it took. So it sends once, and
 * what is left is sent again from here.
 */
export class PlatformaticProducer implements KafkaProducer {
  readonly #producer: Producer<Buffer, Buffer, Buffer, Buffer>;

  readonly #tls: TlsTrouble | undefined;

  constructor(settings: ConnectionSettings) {
    this.#tls = settings.security?.trouble;
    this.#producer = new Producer({
      ...clientSettings(settings),
      acks: ProduceAcks.ALL,
      idempotent: false,
      retries: 0,
      repeatOnStaleMetadata: false,
    });
  }

  /** @throws Error when no broker answers */
  async connect(): Promise<void> {
    await this.#persist(() => this.#producer.metadata({ topics: [] }));
  }

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return;
    let left: readonly Message[] | undefined;
    try {
      await this.#persist(async () => {
        left ??= await this.#messagesOf(records);
        try {
          await this.#producer.send({ messages: [...left], acks: ProduceAcks.ALL });
        } catch (error) {
          const written = writtenPartitions(error as Error);
          left = left.filter(({ topic, partition }) => !written.has(partitionName(topic, partition ?? -1)));
          throw error;
        }
      });
    } catch (error) {
      const tooLarge = TOO_LARGE.some((apiId) => findErrorBy(error as Error, 'apiId', apiId) !== null);
      throw tooLarge ? new RecordTooLargeError({ cause: error }) : error;
    }
  }

  async close(): Promise<void> {
    await this.#producer.close();
  }

  /** Their partitions are settled here and stay: what was written is known by them. */
  async #messagesOf(records: readonly OutgoingRecord[]): Promise<Message[]> {
    const metadata = await this.#producer.metadata({ topics: [...new Set(records.map(({ topic }) => topic))] });
    return records.map((record) => messageOf(record, metadata));
  }

  /** Tries again what may still succeed; leaders may have moved meanwhile. */
  async #persist(work: () => Promise<unknown>): Promise<void> {
    for (let retries = 0; ; retries += 1) {
      try {
        await work();
        return this.#tls?.succeeded();
      } catch (error) {
        if (retries === RETRIES || findErrorBy(error as Error, 'canRetry', false) !== null) {
          this.#tls?.failed(error);
          throw error;
        }
        this.#producer.clearMetadata();
        await delay(retryDelayMs(retries + 1));
      }
    }
  }
}

import type { TlsTrouble } from '@leadstream/kernel';
import { randomInt } from 'node:crypto';
import { findErrorBy, type MessageToProduce, ProduceAcks, Producer } from '@platformatic/kafka';
import { type KafkaProducer, type OutgoingRecord, RecordTooLargeError } from '../kafka-client.js';
import { murmur2, POSITIVE } from '../murmur2.js';
import { clientSettings, type ConnectionSettings } from './platformatic-settings.js';

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

function messageOf({ topic, key, value, headers }: OutgoingRecord): Message {
  return { topic, key: bytesIfAny(key), value: bytesIfAny(value), headers: headersOf(headers) } as Message;
}

/** As the Java client's default partitioner, up to the modulo, which the library does. Its own takes the sign for a part of the hash. */
function hashOf(_message: unknown, key: Buffer | undefined): number {
  return key === undefined ? randomInt(POSITIVE) : murmur2(key) & POSITIVE;
}

export class PlatformaticProducer implements KafkaProducer {
  readonly #producer: Producer<Buffer, Buffer, Buffer, Buffer>;

  readonly #tls: TlsTrouble | undefined;

  constructor(settings: ConnectionSettings) {
    this.#tls = settings.security?.trouble;
    this.#producer = new Producer({ ...clientSettings(settings), acks: ProduceAcks.ALL, idempotent: false, partitioner: hashOf });
  }

  /** @throws Error when no broker answers */
  async connect(): Promise<void> {
    try {
      await this.#producer.metadata({ topics: [] });
      this.#tls?.succeeded();
    } catch (error) {
      this.#tls?.failed(error);
      throw error;
    }
  }

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return;
    try {
      await this.#producer.send({ messages: records.map(messageOf), acks: ProduceAcks.ALL });
      this.#tls?.succeeded();
    } catch (error) {
      this.#tls?.failed(error);
      const tooLarge = TOO_LARGE.some((apiId) => findErrorBy(error as Error, 'apiId', apiId) !== null);
      throw tooLarge ? new RecordTooLargeError({ cause: error }) : error;
    }
  }

  async close(): Promise<void> {
    await this.#producer.close();
  }
}

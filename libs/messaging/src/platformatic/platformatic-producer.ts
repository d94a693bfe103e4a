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

/** A map keyed by buffers holds a name as often as it is given. */
function headersOf(headers: OutgoingRecord['headers']): Map<Buffer, Buffer> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one): [Buffer, Buffer] => [Buffer.from(name), bytesOf(one)]),
  );
  return new Map(entries);
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

  constructor(settings: ConnectionSettings) {
    this.#producer = new Producer({ ...clientSettings(settings), acks: ProduceAcks.ALL, idempotent: false, partitioner: hashOf });
  }

  /** @throws Error when no broker answers */
  async connect(): Promise<void> {
    await this.#producer.metadata({ topics: [] });
  }

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return;
    try {
      await this.#producer.send({ messages: records.map(messageOf), acks: ProduceAcks.ALL });
    } catch (error) {
      const tooLarge = TOO_LARGE.some((apiId) => findErrorBy(error as Error, 'apiId', apiId) !== null);
      throw tooLarge ? new RecordTooLargeError({ cause: error }) : error;
    }
  }

  async close(): Promise<void> {
    await this.#producer.close();
  }
}

import { errorFields, isRecorded, logger, startSpan } from '@leadstream/telemetry';
import { type KafkaProducer, RecordTooLargeError } from '../kafka-client.js';
import type { OutboxRow } from './outbox.repository.js';

const log = logger('outbox-relay');

/**
 * Bytes in one send: kafkajs makes one record batch of what goes to a partition, and the broker's limit (1 MiB by default)
 * is for the batch.
 */
const SEND_BYTES = 786_432;
/** Beyond this a broker does not answer but hangs up (`socket.request.max.bytes` is 100 MiB). */
const HOPELESS_BYTES = 67_108_864;
const HEADER_BYTES = 600;

/** What became of claimed events; each is in exactly one of the lists. */
export interface Published {
  readonly sent: OutboxRow[];
  /** Too large for any broker. */
  readonly parked: OutboxRow[];
  /** Not sent: their topic has trouble, or an earlier event of their aggregate is parked. */
  readonly back: OutboxRow[];
}

const sizeOf = (row: OutboxRow): number => Buffer.byteLength(row.payload) + HEADER_BYTES;

function* partsOf(rows: readonly OutboxRow[]): Generator<OutboxRow[]> {
  let part: OutboxRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = sizeOf(row);
    if (part.length > 0 && bytes + size > SEND_BYTES) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(row);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

/** Sends claimed events, one send at a time. Remembers, for one turn of the relay, what must wait. */
export class Publisher {
  readonly #failedTopics = new Set<string>();
  readonly #heldKeys = new Set<string>();

  constructor(private readonly producer: KafkaProducer) {}

  get failedTopics(): ReadonlySet<string> {
    return this.#failedTopics;
  }

  async publish(rows: readonly OutboxRow[]): Promise<Published> {
    const result: Published = { sent: [], parked: [], back: [] };
    for (const ofTopic of Map.groupBy(rows, (row) => row.topic).values()) {
      for (const part of partsOf(ofTopic)) await this.#sendPart(part, result);
    }
    return result;
  }

  async #sendPart(rows: readonly OutboxRow[], result: Published): Promise<void> {
    const allowed = rows.filter((row) => !this.#heldKeys.has(row.partitionKey) && !this.#failedTopics.has(row.topic));
    if (allowed.length < rows.length) result.back.push(...rows.filter((row) => !allowed.includes(row)));
    const [first, ...others] = allowed;
    if (first === undefined) return;
    if (others.length === 0 && sizeOf(first) > HOPELESS_BYTES) return this.#park(first, result);
    try {
      await this.#send(allowed);
      result.sent.push(...allowed);
    } catch (error) {
      if (!(error instanceof RecordTooLargeError)) return this.#giveUp(allowed, error, result);
      if (others.length === 0) return this.#park(first, result);
      const middle = Math.ceil(allowed.length / 2);
      await this.#sendPart(allowed.slice(0, middle), result);
      await this.#sendPart(allowed.slice(middle), result);
    }
  }

  async #send(rows: readonly OutboxRow[]): Promise<void> {
    const spans = spansOf(rows);
    try {
      await this.producer.send(
        rows.map(({ topic, partitionKey, payload, headers }) => ({ topic, key: partitionKey, value: payload, headers })),
      );
    } finally {
      spans.forEach((span) => span.end());
    }
  }

  #park(row: OutboxRow, result: Published): void {
    this.#heldKeys.add(row.partitionKey);
    result.parked.push(row);
    log.error('event_parked', { topic: row.topic, outboxId: row.id, tenantId: row.tenantId, sizeBytes: sizeOf(row) });
  }

  #giveUp(rows: readonly OutboxRow[], error: unknown, result: Published): void {
    const [{ topic }] = rows as [OutboxRow];
    this.#failedTopics.add(topic);
    result.back.push(...rows);
    log.warn('publish_failed', { topic, count: rows.length, error: errorFields(error) });
  }
}

/** One span per recorded trace that the events belong to. */
function spansOf(rows: readonly OutboxRow[]): ReturnType<typeof startSpan>[] {
  const recorded = rows.filter((row) => isRecorded(row.headers['traceparent']));
  return [...Map.groupBy(recorded, (row) => row.headers['traceparent'])].map(([parent, same]) => {
    const topic = same[0]?.topic ?? '';
    const attributes = {
      'messaging.system': 'kafka',
      'messaging.operation.name': 'send',
      'messaging.destination.name': topic,
      'messaging.batch.message_count': same.length,
    };
    return startSpan(`send ${topic}`, attributes, { kind: 'producer', parent: parent ?? '' });
  });
}

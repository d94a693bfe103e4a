import { errorFields, isRecorded, logger, startSpan } from '@leadstream/telemetry';
import { type KafkaProducer, type OutgoingRecord, RecordTooLargeError } from '../kafka-client.js';
import type { OutboxRow } from './outbox.repository.js';

const log = logger('outbox-relay');

/** What goes to one partition in one send becomes one record batch, and the broker's limit (1 MiB by default) is for the batch. */
const BATCH_BYTES = 786_432;
/** Keys spread what is sent over the partitions of its topic: so much seldom makes a batch too large. */
const SEND_BYTES = 4 * BATCH_BYTES;
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

const recordOf = ({ topic, partitionKey, payload, headers }: OutboxRow): OutgoingRecord => ({
  topic,
  key: partitionKey,
  value: payload,
  headers,
});
const sizeOf = (row: OutboxRow): number => Buffer.byteLength(row.payload) + HEADER_BYTES;

/** What is larger than a batch should be goes alone, so that nothing else is refused with it. */
function* partsOf(rows: readonly OutboxRow[], limitBytes: number): Generator<OutboxRow[]> {
  let part: OutboxRow[] = [];
  let roomBytes = limitBytes;
  for (const row of rows) {
    const size = sizeOf(row);
    if (part.length > 0 && size > Math.min(roomBytes, BATCH_BYTES)) {
      yield part;
      part = [];
      roomBytes = limitBytes;
    }
    part.push(row);
    roomBytes -= size > BATCH_BYTES ? roomBytes : size;
  }
  if (part.length > 0) yield part;
}

/** How much is sent to a topic at once: less where that made a batch too large, since the topic has few partitions or a crowded one. */
export class SendSizes {
  readonly #smaller = new Map<string, number>();

  /** @param producer one that cannot say what was written of a refused send gets what makes no batch too large */
  of(topic: string, { tellsWritten }: KafkaProducer): number {
    return tellsWritten ? (this.#smaller.get(topic) ?? SEND_BYTES) : BATCH_BYTES;
  }

  wasTooLarge(topic: string): void {
    this.#smaller.set(topic, Math.max(BATCH_BYTES, (this.#smaller.get(topic) ?? SEND_BYTES) / 2));
  }
}

/** Sends claimed events, one send at a time. Remembers, for one turn of the relay, what must wait. */
export class Publisher {
  readonly #failedTopics = new Set<string>();
  readonly #heldKeys = new Set<string>();

  constructor(
    private readonly producer: KafkaProducer,
    private readonly sizes: SendSizes,
  ) {}

  get failedTopics(): ReadonlySet<string> {
    return this.#failedTopics;
  }

  async publish(rows: readonly OutboxRow[]): Promise<Published> {
    const result: Published = { sent: [], parked: [], back: [] };
    for (const [topic, ofTopic] of Map.groupBy(rows, (row) => row.topic)) {
      for (const part of partsOf(ofTopic, this.sizes.of(topic, this.producer))) await this.#sendPart(part, result);
    }
    return result;
  }

  async #sendPart(rows: readonly OutboxRow[], result: Published): Promise<void> {
    const allowed = rows.filter((row) => !this.#heldKeys.has(row.partitionKey) && !this.#failedTopics.has(row.topic));
    if (allowed.length < rows.length) result.back.push(...rows.filter((row) => !allowed.includes(row)));
    const [first, ...others] = allowed;
    if (first === undefined) return;
    if (others.length === 0 && sizeOf(first) > HOPELESS_BYTES) return this.#park(first, result);
    const rowOf = new Map(allowed.map((row) => [recordOf(row), row]));
    try {
      await this.#send(allowed, [...rowOf.keys()]);
      result.sent.push(...allowed);
    } catch (error) {
      if (!(error instanceof RecordTooLargeError)) return this.#giveUp(allowed, error, result);
      const { written = [], refused = [] } = Object.groupBy(rowOf, ([record]) => (error.written.has(record) ? 'written' : 'refused'));
      result.sent.push(...written.map(([, row]) => row));
      await this.#sendSmaller(
        refused.map(([, row]) => row),
        result,
      );
    }
  }

  /** Of rows that were refused together because of their size. */
  async #sendSmaller(rows: readonly OutboxRow[], result: Published): Promise<void> {
    const [first, ...others] = rows;
    if (first === undefined) return;
    if (others.length === 0) return this.#park(first, result);
    this.sizes.wasTooLarge(first.topic);
    const middle = Math.ceil(rows.length / 2);
    await this.#sendPart(rows.slice(0, middle), result);
    await this.#sendPart(rows.slice(middle), result);
  }

  async #send(rows: readonly OutboxRow[], records: readonly OutgoingRecord[]): Promise<void> {
    const spans = spansOf(rows);
    try {
      await this.producer.send(records);
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

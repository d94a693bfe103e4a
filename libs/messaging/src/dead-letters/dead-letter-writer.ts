import { deadLetterTopicOf } from '@leadstream/contracts';
import { logger } from '@leadstream/telemetry';
import { type IncomingRecord, type KafkaProducer, type OutgoingRecord, RecordTooLargeError } from '../kafka-client.js';
import { deadLetters, eventsHandled } from '../metrics.js';
import { messagingErrors } from '../messaging.errors.js';

const log = logger('dead-letters');

/** Headers that a dead letter adds to those of its record. */
export const DEAD_LETTER = {
  reason: 'dlq_reason',
  group: 'dlq_group',
  topic: 'dlq_topic',
  partition: 'dlq_partition',
  offset: 'dlq_offset',
  timestamp: 'dlq_timestamp',
  attempts: 'dlq_attempts',
  /** Present when the body was too large for the dead-letter topic; it is still at its original place. */
  bodyLeftOut: 'dlq_body_left_out',
  /** Present when key and headers were too large as well; they, too, are still at their original place. */
  headersLeftOut: 'dlq_headers_left_out',
} as const;

/** A record to put aside. */
export interface DeadLetter {
  readonly record: IncomingRecord;
  /** Code from a closed set, or with a field or error name; no data. */
  readonly reason: string;
  readonly kind: 'undecodable' | 'rejected' | 'failed';
  /** How often it was tried alone. */
  readonly attempts: number;
}

type Headers = OutgoingRecord['headers'];

function originalHeaders(record: IncomingRecord): Headers {
  const kept = Object.entries(record.headers).filter(([name, value]) => value != null && !name.startsWith('dlq_'));
  return Object.fromEntries(kept) as Headers;
}

function withoutBody(letter: OutgoingRecord): OutgoingRecord {
  return { ...letter, value: null, headers: { ...letter.headers, [DEAD_LETTER.bodyLeftOut]: 'too_large' } };
}

function withoutHeaders(letter: OutgoingRecord): OutgoingRecord {
  const own = Object.entries(withoutBody(letter).headers).filter(([name]) => name.startsWith('dlq_'));
  return { ...letter, key: null, value: null, headers: { ...Object.fromEntries(own), [DEAD_LETTER.headersLeftOut]: 'too_large' } };
}

/** Puts records aside in `<topic>.<group>.dlq`, bytes as they came. */
export class DeadLetterWriter {
  /** @param topicPrefix as in the names of the topics that the records came from */
  constructor(
    private readonly producer: () => Promise<KafkaProducer>,
    private readonly group: string,
    private readonly topicPrefix: string,
  ) {}

  /** @throws DomainError `MESSAGING.DEAD_LETTER_FAILED`: then none of the records must count as done */
  async write(letters: readonly DeadLetter[]): Promise<void> {
    if (letters.length === 0) return;
    const records = letters.map((letter) => this.#outgoing(letter));
    try {
      await this.#send(records);
    } catch (error) {
      throw messagingErrors.DEAD_LETTER_FAILED({ cause: error });
    }
    letters.forEach((letter) => this.#report(letter));
  }

  async #send(records: readonly OutgoingRecord[]): Promise<void> {
    const producer = await this.producer();
    try {
      await producer.send(records);
    } catch (error) {
      if (!(error instanceof RecordTooLargeError)) throw error;
      for (const record of records) await this.#sendAlone(producer, record);
    }
  }

  /** As much of the record as the dead-letter topic takes: its place and the reason always fit. */
  async #sendAlone(producer: KafkaProducer, record: OutgoingRecord): Promise<void> {
    for (const letter of [record, withoutBody(record), withoutHeaders(record)]) {
      try {
        return await producer.send([letter]);
      } catch (error) {
        if (!(error instanceof RecordTooLargeError)) throw error;
      }
    }
    throw new RecordTooLargeError();
  }

  #report({ record, reason, kind, attempts }: DeadLetter): void {
    const { group } = this;
    const topic = this.#plainTopic(record);
    log.warn('event_dead_lettered', { group, topic, partition: record.partition, offset: record.offset, reason, attempts });
    deadLetters.add(1, { group, topic, kind });
    eventsHandled.add(1, { group, topic, outcome: 'dead_letter' });
  }

  #plainTopic({ topic }: IncomingRecord): string {
    return topic.slice(this.topicPrefix.length);
  }

  #outgoing({ record, reason, attempts }: DeadLetter): OutgoingRecord {
    const topic = this.#plainTopic(record);
    return {
      topic: this.topicPrefix + deadLetterTopicOf(topic, this.group),
      key: record.key,
      value: record.value,
      headers: {
        ...originalHeaders(record),
        [DEAD_LETTER.reason]: reason,
        [DEAD_LETTER.group]: this.group,
        [DEAD_LETTER.topic]: topic,
        [DEAD_LETTER.partition]: String(record.partition),
        [DEAD_LETTER.offset]: String(record.offset),
        [DEAD_LETTER.timestamp]: new Date(record.timestampMs).toISOString(),
        [DEAD_LETTER.attempts]: String(attempts),
      },
    };
  }
}

import type { Message, Producer } from 'kafkajs';
import { type KafkaProducer, type OutgoingRecord, RecordTooLargeError } from '../kafka-client.js';
import { protocolErrorType } from './protocol-error.js';

const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);
const ALL_REPLICAS = -1;
const BROKER_TIMEOUT_MS = 10_000;

function byTopic(records: readonly OutgoingRecord[]): Map<string, Message[]> {
  const topics = new Map<string, Message[]>();
  for (const { topic, key, value, headers } of records) {
    const messages = topics.get(topic) ?? [];
    if (messages.length === 0) topics.set(topic, messages);
    messages.push({ key, value, headers });
  }
  return topics;
}

export class KafkajsProducer implements KafkaProducer {
  constructor(private readonly producer: Producer) {}

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    const topicMessages = [...byTopic(records)].map(([topic, messages]) => ({ topic, messages }));
    try {
      await this.producer.sendBatch({ topicMessages, acks: ALL_REPLICAS, timeout: BROKER_TIMEOUT_MS });
    } catch (error) {
      if (TOO_LARGE.has(protocolErrorType(error) ?? '')) throw new RecordTooLargeError({ cause: error });
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }
}

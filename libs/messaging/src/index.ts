export { EVENT_TRANSPORT, type EventOfAny, OnEvent, type OnEventOptions, OnEvents } from './consumer/on-event.js';
export { done, type Outcome, reject, skip } from './consumer/outcome.js';
export type {
  CommittedOffset,
  ConsumerListener,
  ConsumerOptions,
  IncomingRecord,
  KafkaAdmin,
  KafkaClient,
  KafkaConsumer,
  KafkaProducer,
  OutgoingRecord,
  PartitionOffsets,
  RecordBatch,
  TopicDeclaration,
  TopicPartition,
  TopicReader,
} from './kafka-client.js';
export { RecordTooLargeError } from './kafka-client.js';
export { type NewEvent, Outbox, outboxErrors, type OutboxItem, type OutboxOptions } from './outbox/outbox.js';

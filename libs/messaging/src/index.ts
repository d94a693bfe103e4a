export { EventConsumerStrategy, type EventConsumerOptions } from './consumer/event-consumer.strategy.js';
export { type Freshness, readFreshness } from './progress/freshness.read-model.js';
export { type ConsumerTuning, DEFAULT_TUNING, type GroupHealth } from './consumer/group-consumer.js';
export {
  EVENT_TRANSPORT,
  type EventOfAny,
  type KnownRecords,
  OnEvent,
  type OnEventOptions,
  OnEvents,
  OnRecords,
  type TenantRecords,
} from './consumer/on-event.js';
export { done, type Outcome, reject, skip } from './consumer/outcome.js';
export { DeadLetterQueue, type DeadLetterSummary, listDeadLetters, type Selection } from './dead-letters/dead-letter-queue.js';
export { DEAD_LETTER } from './dead-letters/dead-letter-writer.js';
export { parseRanges } from './dead-letters/offset-set.js';
export { intakeErrors } from './intake/intake.errors.js';
export { DEFAULT_INTAKE_LIMITS, type IntakeLimits } from './intake/grouped-sender.js';
export { TopicIntake, type TopicIntakeOptions } from './intake/topic-intake.js';
export {
  type CommittedOffset,
  type ConsumerListener,
  type ConsumerOptions,
  type GroupSize,
  type IncomingRecord,
  type KafkaAdmin,
  type KafkaClient,
  type KafkaConsumer,
  type KafkaProducer,
  type OutgoingRecord,
  type PartitionOffsets,
  type RecordBatch,
  RecordTooLargeError,
  type TopicDeclaration,
  type TopicDifference,
  type TopicPartition,
  type TopicReader,
} from './kafka-client.js';
export { type KafkaSecurityConfig, kafkaSecurityConfig } from './kafka-security.config.js';
export { type KafkaSecurity, kafkaSecurityOf, type SaslLogin } from './kafka-security.js';
export { KafkajsClient, type KafkajsClientOptions } from './kafkajs/kafkajs-client.js';
export { connectMessaging, type HealthSink, MessagingRuntime } from './messaging-runtime.js';
export { type MessagingConfig, messagingConfig } from './messaging.config.js';
export { messagingErrors } from './messaging.errors.js';
export { KAFKA_CLIENT, kafkaClientOf, MessagingModule, type MessagingModuleOptions } from './messaging.module.js';
export { rewindGroup, type RewoundPartition } from './progress/rewind-group.js';
export { outboxRinger } from './outbox/outbox-bell.js';
export { type OutboxDepth, readDepth as readOutboxDepth } from './outbox/outbox.repository.js';
export { OutboxRelay, type OutboxRelayOptions } from './outbox/outbox-relay.js';
export { type PersonalData, type Unsealed, VaultPersonalData } from './personal-data.js';
export { type NewEvent, Outbox, outboxErrors, type OutboxItem, type OutboxOptions } from './outbox/outbox.js';

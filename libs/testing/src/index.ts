export { captureEvents, type CapturedEvent, type CaptureOptions, type EventCapture } from './capture-events.js';
export { EventPublisher, type EventRecord, type PublishedEvent } from './event-publisher.js';
export { eventually, type EventuallyOptions } from './eventually.js';
export { type JavaClientRun, runJavaClient } from './java-client.js';
export {
  leadCaptured,
  leadDeleted,
  leadFormSubmitted,
  leadIdentityAdded,
  leadIdentityRemoved,
  leadMerged,
  leadPermissionsReverted,
  leadPermissionsStated,
  leadUnmerged,
  leadUpdated,
  type LeadVersion,
  visitorIdentified,
} from './lead-events.js';
export { type HoldSubject, legalHoldPlaced, legalHoldReleased, retentionChanged } from './retention-events.js';
export { OwnBroker } from './own-broker.js';
export { type ServiceAnswer, ServiceClient, type ServiceClientOptions } from './service-client.js';
export { serviceEnvironment } from './service-environment.js';
export { signedContext, type SignedContextOptions, TEST_CONTEXT_SECRET } from './signed-context.js';
export { sql } from './sql.js';
export { type Slice, testDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.js';
export { testKafka } from './test-kafka.js';
export { testRedis, type TestRedis } from './test-redis.js';
export { testService, type TestService, type TestServiceOptions } from './test-service.js';
export { testStack, type TestStack } from './test-stack.js';
export { TEST_ENCRYPTION_KEYS, TestVault } from './test-vault.js';
export { testTopics, type TestTopics, type TestTopicsOptions } from './test-topics.js';
export { S3_KEYS, S3StandIn } from './s3-stand-in.js';

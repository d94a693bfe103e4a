export { captureEvents, type CapturedEvent, type EventCapture } from './capture-events.js';
export { eventually, type EventuallyOptions } from './eventually.js';
export { signedContext, type SignedContextOptions, TEST_CONTEXT_SECRET } from './signed-context.js';
export { type Slice, testDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.js';
export { testKafka } from './test-kafka.js';
export { testRedis, type TestRedis } from './test-redis.js';
export { testStack, type TestStack } from './test-stack.js';
export { testTopics, type TestTopics, type TestTopicsOptions } from './test-topics.js';

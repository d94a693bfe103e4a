import { createRequire } from 'node:module';

interface ConsumerGroup {
  readonly retrier: (attempt: () => Promise<void>) => Promise<void>;
  joinAndSync(): Promise<void>;
}

const require = createRequire(import.meta.url);
const { prototype } = require('kafkajs/src/consumer/consumerGroup.js') as { prototype: ConsumerGroup };
const joinAndSync = prototype.joinAndSync;

/**
 * kafkajs 2.2.4 gives up joining a group at the first passing error, such as that the coordinator has just started and is still
 * loading the group, and fetches on with the partitions it had; when the coordinator then still knows the member, nobody learns that it
 * has them again. So it is joined until there is an answer, as often as the client's settings allow.
 */
prototype.joinAndSync = function joinUntilAnswered(this: ConsumerGroup): Promise<void> {
  return this.retrier(() => joinAndSync.call(this));
};

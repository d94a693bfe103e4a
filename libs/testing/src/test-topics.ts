import { randomBytes } from 'node:crypto';
import { allGroups, deadLetterTopicOf, type GroupContract, type TopicContract } from '@leadstream/contracts';
import type { Admin } from 'kafkajs';
import { eventually } from './eventually.js';
import { testKafka } from './test-kafka.js';

/** Topics that belong to one spec file. */
export interface TestTopics {
  /** Value of `TOPIC_PREFIX` for the code under test: it stands before topic names and group ids. */
  readonly prefix: string;
  /** The broker's name of a contract's topic. */
  name(topic: TopicContract | string): string;
  /** Call in `afterAll`. */
  drop(): Promise<void>;
}

export interface TestTopicsOptions {
  /** Fewer than the contract says, so that specs are quick; 2 unless given. */
  readonly partitions?: number;
  /** Groups whose dead-letter topics are made as well; those that read one of the topics unless given. */
  readonly groups?: readonly GroupContract[];
}

/** Creates the given topics, and the dead-letter topics of their groups, under a prefix that nobody else uses. */
export async function testTopics(topics: readonly TopicContract[], options: TestTopicsOptions = {}): Promise<TestTopics> {
  const prefix = `spec-${randomBytes(5).toString('hex')}.`;
  const groups = options.groups ?? allGroups;
  const deadLetters = groups.flatMap((group) =>
    group.topics.filter((topic) => topics.includes(topic)).map((topic) => deadLetterTopicOf(topic.name, group.name)),
  );
  const created = [
    ...topics.map(({ name }) => ({ topic: prefix + name, numPartitions: options.partitions ?? 2 })),
    ...deadLetters.map((name) => ({ topic: prefix + name, numPartitions: 1 })),
  ];
  const admin = testKafka().admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: false, topics: created });
  await leadersOf(
    admin,
    created.map(({ topic }) => topic),
  );
  return {
    prefix,
    name: (topic) => prefix + (typeof topic === 'string' ? topic : topic.name),
    drop: async () => {
      await admin.deleteTopics({ topics: created.map(({ topic }) => topic) });
      await admin.disconnect();
    },
  };
}

/** A new topic is known to the controller before every broker can tell its leader. */
async function leadersOf(admin: Admin, names: string[]): Promise<void> {
  await eventually(async () => {
    const { topics } = await admin.fetchTopicMetadata({ topics: names });
    const without = topics.filter(({ partitions }) => partitions.length === 0 || partitions.some(({ leader }) => leader < 0));
    if (topics.length < names.length || without.length > 0)
      throw new Error(`topics without leader: ${without.map(({ name }) => name).join(', ')}`);
  });
}

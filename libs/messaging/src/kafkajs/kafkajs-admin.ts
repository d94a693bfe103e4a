import kafkajs, { type Admin } from 'kafkajs';
import type { CommittedOffset, KafkaAdmin, PartitionOffsets, TopicDeclaration } from '../kafka-client.js';

const NEVER_COMMITTED = -1;
/** Source of a setting that was made for this topic, as opposed to one of the broker. */
const OF_THE_TOPIC: number = kafkajs.ConfigSource.TOPIC_CONFIG;

const entriesOf = (config: TopicDeclaration['config']): { name: string; value: string }[] =>
  Object.entries(config).map(([name, value]) => ({ name, value }));

export class KafkajsAdmin implements KafkaAdmin {
  constructor(private readonly admin: Admin) {}

  listTopics(): Promise<string[]> {
    return this.admin.listTopics();
  }

  async ensureTopics(topics: readonly TopicDeclaration[]): Promise<{ created: string[]; changed: string[] }> {
    const present = new Set(await this.admin.listTopics());
    const missing = topics.filter(({ name }) => !present.has(name));
    const existing = topics.filter(({ name }) => present.has(name));
    if (missing.length > 0) await this.#create(missing);
    const changed = existing.length === 0 ? [] : [...(await this.#addPartitions(existing)), ...(await this.#alignSettings(existing))];
    return { created: missing.map(({ name }) => name), changed: [...new Set(changed)] };
  }

  async listOffsets(topics: readonly string[]): Promise<PartitionOffsets[]> {
    const present = new Set(await this.admin.listTopics());
    const known = topics.filter((topic) => present.has(topic));
    const answers = known.map(async (topic) => {
      const offsets = await this.admin.fetchTopicOffsets(topic);
      return offsets.map(({ partition, low, high }) => ({ topic, partition, low: Number(low), end: Number(high) }));
    });
    return (await Promise.all(answers)).flat();
  }

  async committedOffsets(groupId: string, topics: readonly string[]): Promise<CommittedOffset[]> {
    const answer = await this.admin.fetchOffsets({ groupId, topics: [...topics] });
    return answer.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset, metadata }) => {
        /** kafkajs itself commits -2 for "the first there is" where a mark had become invalid. */
        return { topic, partition, offset: Math.max(NEVER_COMMITTED, Number(offset)), metadata: metadata ?? '' };
      }),
    );
  }

  async close(): Promise<void> {
    await this.admin.disconnect();
  }

  async #create(topics: readonly TopicDeclaration[]): Promise<void> {
    const declarations = topics.map(({ name, partitions, config }) => ({
      topic: name,
      numPartitions: partitions,
      /** -1: the broker's own default, which knows the size of its cluster. */
      replicationFactor: -1,
      configEntries: entriesOf(config),
    }));
    await this.admin.createTopics({ topics: declarations, waitForLeaders: true, timeout: 15_000 });
  }

  async #addPartitions(topics: readonly TopicDeclaration[]): Promise<string[]> {
    const { topics: metadata } = await this.admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
    const counts = new Map(metadata.map(({ name, partitions }) => [name, partitions.length]));
    const tooSmall = topics.filter(({ name, partitions }) => (counts.get(name) ?? partitions) < partitions);
    if (tooSmall.length === 0) return [];
    await this.admin.createPartitions({ topicPartitions: tooSmall.map(({ name, partitions }) => ({ topic: name, count: partitions })) });
    return tooSmall.map(({ name }) => name);
  }

  async #alignSettings(topics: readonly TopicDeclaration[]): Promise<string[]> {
    const type = kafkajs.ConfigResourceTypes.TOPIC;
    const { resources: described } = await this.admin.describeConfigs({
      resources: topics.map(({ name }) => ({ type, name })),
      includeSynonyms: false,
    });
    const present = new Map(described.map(({ resourceName, configEntries }) => [resourceName, configEntries]));
    const differing = topics.flatMap(({ name, config }) => {
      const entries = present.get(name) ?? [];
      const values = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
      if (Object.entries(config).every(([key, value]) => values.get(key) === value)) return [];
      /** This request resets what it does not name. */
      const own = entries.filter(({ configSource }) => configSource === OF_THE_TOPIC);
      const kept = Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
      return [{ type, name, configEntries: entriesOf({ ...kept, ...config }) }];
    });
    if (differing.length > 0) await this.admin.alterConfigs({ resources: differing, validateOnly: false });
    return differing.map(({ name }) => name);
  }
}

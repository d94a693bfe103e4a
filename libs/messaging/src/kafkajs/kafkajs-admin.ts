import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type Admin, type ConfigEntries } from 'kafkajs';
import type { CommittedOffset, GroupSize, KafkaAdmin, PartitionOffsets, TopicDeclaration, TopicDifference } from '../kafka-client.js';
import { protocolErrorType } from './protocol-error.js';

const NEVER_COMMITTED = -1;
const LED_WITHIN_MS = 15_000;
const LOOK_AGAIN_MS = 100;
/** What a broker says of a topic that it has not heard of yet, whose leaders are not chosen, or which it does not know that it leads. */
const NOT_YET = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION']);
/** Source of a setting that was made for this topic, as opposed to one of the broker. */
const OF_THE_TOPIC: number = kafkajs.ConfigSource.TOPIC_CONFIG;

const entriesOf = (config: TopicDeclaration['config']): { name: string; value: string }[] =>
  Object.entries(config).map(([name, value]) => ({ name, value }));

interface Described {
  readonly topic: TopicDeclaration;
  readonly entries: readonly ConfigEntries[];
}

function differingSettings({ topic: { config }, entries }: Described): string[] {
  const values = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
  return Object.entries(config).flatMap(([name, value]) => (values.get(name) === value ? [] : [`${name}=${values.get(name) ?? ''}`]));
}

export class KafkajsAdmin implements KafkaAdmin {
  constructor(private readonly admin: Admin) {}

  listTopics(): Promise<string[]> {
    return this.admin.listTopics();
  }

  async compareTopics(topics: readonly TopicDeclaration[]): Promise<TopicDifference[]> {
    const present = new Set(await this.admin.listTopics());
    const existing = topics.filter(({ name }) => present.has(name));
    const missing = topics.filter(({ name }) => !present.has(name));
    const [tooSmall, described] =
      existing.length === 0 ? [[], []] : await Promise.all([this.#tooSmall(existing), this.#described(existing)]);
    const differing = described.map((one) => ({ name: one.topic.name, settings: differingSettings(one) }));
    return [
      ...missing.map(({ name }): TopicDifference => ({ name, lacks: 'topic', present: '' })),
      ...tooSmall.map(({ name, present: count }): TopicDifference => ({ name, lacks: 'partitions', present: String(count) })),
      ...differing
        .filter(({ settings }) => settings.length > 0)
        .map(({ name, settings }): TopicDifference => ({ name, lacks: 'settings', present: settings.join(', ') })),
    ];
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

  async groupSizes(groupIds: readonly string[]): Promise<GroupSize[]> {
    const { groups } = await this.admin.describeGroups([...groupIds]);
    const sizes = new Map(groups.map(({ groupId, members }) => [groupId, members.length]));
    return groupIds.map((groupId) => ({ groupId, members: sizes.get(groupId) ?? 0 }));
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
    await this.admin.createTopics({ topics: declarations, waitForLeaders: false, timeout: LED_WITHIN_MS });
    await this.#untilServed(topics.map(({ name }) => name));
  }

  /**
   * kafkajs waits for leaders itself, but takes a broker that has not heard of the topic yet for a failure. A leader that is known may not
   * serve its partition yet: a send to several partitions would then be taken in part.
   */
  async #untilServed(topics: string[]): Promise<void> {
    for (const end = Date.now() + LED_WITHIN_MS; ; await delay(LOOK_AGAIN_MS)) {
      try {
        await this.admin.fetchTopicMetadata({ topics });
        await Promise.all(topics.map((topic) => this.admin.fetchTopicOffsets(topic)));
        return;
      } catch (error) {
        if (!NOT_YET.has(protocolErrorType(error) ?? '') || Date.now() > end) throw error;
      }
    }
  }

  async #addPartitions(topics: readonly TopicDeclaration[]): Promise<string[]> {
    const tooSmall = await this.#tooSmall(topics);
    if (tooSmall.length === 0) return [];
    await this.admin.createPartitions({ topicPartitions: tooSmall.map(({ name, partitions }) => ({ topic: name, count: partitions })) });
    return tooSmall.map(({ name }) => name);
  }

  async #tooSmall(topics: readonly TopicDeclaration[]): Promise<(TopicDeclaration & { readonly present: number })[]> {
    const { topics: metadata } = await this.admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
    const counts = new Map(metadata.map(({ name, partitions }) => [name, partitions.length]));
    return topics.flatMap((topic) => {
      const present = counts.get(topic.name) ?? topic.partitions;
      return present < topic.partitions ? [{ ...topic, present }] : [];
    });
  }

  async #described(topics: readonly TopicDeclaration[]): Promise<Described[]> {
    const type = kafkajs.ConfigResourceTypes.TOPIC;
    const { resources } = await this.admin.describeConfigs({
      resources: topics.map(({ name }) => ({ type, name })),
      includeSynonyms: false,
    });
    const present = new Map(resources.map(({ resourceName, configEntries }) => [resourceName, configEntries]));
    return topics.map((topic) => ({ topic, entries: present.get(topic.name) ?? [] }));
  }

  async #alignSettings(topics: readonly TopicDeclaration[]): Promise<string[]> {
    const type = kafkajs.ConfigResourceTypes.TOPIC;
    const differing = (await this.#described(topics)).flatMap(({ topic, entries }) => {
      if (differingSettings({ topic, entries }).length === 0) return [];
      const { name, config } = topic;
      /** This request resets what it does not name. */
      const own = entries.filter(({ configSource }) => configSource === OF_THE_TOPIC);
      const kept = Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
      return [{ type, name, configEntries: entriesOf({ ...kept, ...config }) }];
    });
    if (differing.length > 0) await this.admin.alterConfigs({ resources: differing, validateOnly: false });
    return differing.map(({ name }) => name);
  }
}

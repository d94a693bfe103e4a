import { setTimeout as delay } from 'node:timers/promises';
import {
  Admin,
  ConfigResourceTypes,
  FetchIsolationLevels,
  IncrementalAlterConfigOperationTypes,
  ListOffsetTimestamps,
} from '@platformatic/kafka';
import type { CommittedOffset, GroupSize, KafkaAdmin, PartitionOffsets, TopicDeclaration, TopicDifference } from '../kafka-client.js';
import { clientSettings, type ConnectionSettings } from './platformatic-settings.js';

const LEADERS_WITHIN_MS = 15_000;
const LEADERS_EVERY_MS = 50;

export class PlatformaticAdmin implements KafkaAdmin {
  readonly #admin: Admin;

  constructor(settings: ConnectionSettings) {
    this.#admin = new Admin(clientSettings(settings));
  }

  listTopics(): Promise<string[]> {
    return this.#admin.listTopics();
  }

  async compareTopics(topics: readonly TopicDeclaration[]): Promise<TopicDifference[]> {
    const present = new Set(await this.listTopics());
    const existing = topics.filter(({ name }) => present.has(name));
    const missing = topics.filter(({ name }) => !present.has(name));
    const [tooSmall, differing] =
      existing.length === 0 ? [[], []] : await Promise.all([this.#tooSmall(existing), this.#differing(existing)]);
    return [
      ...missing.map(({ name }): TopicDifference => ({ name, lacks: 'topic', present: '' })),
      ...tooSmall.map(({ name, present: count }): TopicDifference => ({ name, lacks: 'partitions', present: String(count) })),
      ...differing.map(({ name, settings }): TopicDifference => ({ name, lacks: 'settings', present: settings.join(', ') })),
    ];
  }

  async ensureTopics(topics: readonly TopicDeclaration[]): Promise<{ created: string[]; changed: string[] }> {
    const present = new Set(await this.listTopics());
    const missing = topics.filter(({ name }) => !present.has(name));
    const existing = topics.filter(({ name }) => present.has(name));
    await this.#create(missing);
    const changed = existing.length === 0 ? [] : [...(await this.#addPartitions(existing)), ...(await this.#alignSettings(existing))];
    return { created: missing.map(({ name }) => name), changed: [...new Set(changed)] };
  }

  async listOffsets(topics: readonly string[]): Promise<PartitionOffsets[]> {
    const present = new Set(await this.listTopics());
    const names = topics.filter((topic) => present.has(topic));
    if (names.length === 0) return [];
    const counts = await this.#partitionCounts(names);
    const at = async (timestamp: bigint) => {
      const asked = [...counts].map(([name, count]) => ({
        name,
        partitions: Array.from({ length: count }, (_, partitionIndex) => ({ partitionIndex, timestamp })),
      }));
      const answers = await this.#admin.listOffsets({ topics: asked, isolationLevel: FetchIsolationLevels.READ_UNCOMMITTED });
      return new Map(
        answers.flatMap(({ name, partitions }) =>
          partitions.map(({ partitionIndex, offset }) => [`${name}:${partitionIndex}`, Number(offset)] as [string, number]),
        ),
      );
    };
    const [low, end] = await Promise.all([at(ListOffsetTimestamps.EARLIEST), at(ListOffsetTimestamps.LATEST)]);
    return [...counts].flatMap(([topic, count]) =>
      Array.from({ length: count }, (_, partition) => {
        const place = `${topic}:${partition}`;
        return { topic, partition, low: low.get(place) ?? 0, end: end.get(place) ?? 0 };
      }),
    );
  }

  async committedOffsets(groupId: string, topics: readonly string[]): Promise<CommittedOffset[]> {
    const counts = await this.#partitionCounts(topics);
    const asked = [...counts].map(([name, count]) => ({ name, partitionIndexes: Array.from({ length: count }, (_, index) => index) }));
    const groups = await this.#admin.listConsumerGroupOffsets({ groups: [{ groupId, topics: asked }] });
    return groups.flatMap((group) =>
      group.topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex, committedOffset, metadata }) => ({
          topic: name,
          partition: partitionIndex,
          offset: Number(committedOffset),
          metadata: metadata ?? '',
        })),
      ),
    );
  }

  async groupSizes(groupIds: readonly string[]): Promise<GroupSize[]> {
    const groups = await this.#admin.describeGroups({ groups: [...groupIds] });
    return groupIds.map((groupId) => ({ groupId, members: groups.get(groupId)?.members.size ?? 0 }));
  }

  async close(): Promise<void> {
    await this.#admin.close();
  }

  /** One request each: the library gives all topics of a request the same settings. */
  async #create(topics: readonly TopicDeclaration[]): Promise<void> {
    for (const { name, partitions, config } of topics) {
      const configs = Object.entries(config).map(([key, value]) => ({ name: key, value }));
      /** -1: the broker's own default, which knows the size of its cluster. */
      await this.#admin.createTopics({ topics: [name], partitions, replicas: -1, configs });
    }
    if (topics.length > 0) await this.#untilServed(topics.map(({ name }) => name));
  }

  /** A new topic cannot be written to before each partition has a leader, and before that leader serves it. */
  async #untilServed(topics: string[]): Promise<void> {
    const deadline = Date.now() + LEADERS_WITHIN_MS;
    for (;;) {
      const metadata = await this.#admin.metadata({ topics, forceUpdate: true }).catch(() => undefined);
      const partitions = topics.map((topic) => metadata?.topics.get(topic)?.partitions);
      const areLed = partitions.every((list) => list?.every(({ leader }) => leader >= 0));
      if (areLed && (await this.#answersFor(topics))) return;
      if (Date.now() > deadline) throw new Error(`not served yet: ${topics.join(', ')}`);
      await delay(LEADERS_EVERY_MS);
    }
  }

  async #answersFor(topics: readonly string[]): Promise<boolean> {
    return this.listOffsets(topics).then(
      () => true,
      () => false,
    );
  }

  async #partitionCounts(topics: readonly string[]): Promise<Map<string, number>> {
    if (topics.length === 0) return new Map();
    const metadata = await this.#admin.metadata({ topics: [...topics], forceUpdate: true });
    return new Map([...metadata.topics].map(([topic, { partitionsCount }]) => [topic, partitionsCount]));
  }

  async #addPartitions(topics: readonly TopicDeclaration[]): Promise<string[]> {
    const tooSmall = await this.#tooSmall(topics);
    if (tooSmall.length === 0) return [];
    await this.#admin.createPartitions({ topics: tooSmall.map(({ name, partitions }) => ({ name, count: partitions })) });
    return tooSmall.map(({ name }) => name);
  }

  async #tooSmall(topics: readonly TopicDeclaration[]): Promise<(TopicDeclaration & { readonly present: number })[]> {
    const counts = await this.#partitionCounts(topics.map(({ name }) => name));
    return topics.flatMap((topic) => {
      const present = counts.get(topic.name) ?? topic.partitions;
      return present < topic.partitions ? [{ ...topic, present }] : [];
    });
  }

  /** @returns topics of which settings differ, those as `name=present value` */
  async #differing(topics: readonly TopicDeclaration[]): Promise<(TopicDeclaration & { readonly settings: readonly string[] })[]> {
    const described = await this.#admin.describeConfigs({
      resources: topics.map(({ name, config }) => ({
        resourceType: ConfigResourceTypes.TOPIC,
        resourceName: name,
        configurationKeys: Object.keys(config),
      })),
    });
    const present = new Map(
      described.map(({ resourceName, configs }) => [resourceName, new Map(configs.map(({ name, value }) => [name, value]))]),
    );
    return topics.flatMap((topic) => {
      const values = present.get(topic.name);
      const settings = Object.entries(topic.config).flatMap(([key, value]) =>
        values?.get(key) === value ? [] : [`${key}=${values?.get(key) ?? ''}`],
      );
      return settings.length === 0 ? [] : [{ ...topic, settings }];
    });
  }

  async #alignSettings(topics: readonly TopicDeclaration[]): Promise<string[]> {
    const differing = await this.#differing(topics);
    if (differing.length === 0) return [];
    await this.#admin.incrementalAlterConfigs({
      resources: differing.map(({ name, config }) => ({
        resourceType: ConfigResourceTypes.TOPIC,
        resourceName: name,
        configs: Object.entries(config).map(([key, value]) => ({
          name: key,
          value,
          configOperation: IncrementalAlterConfigOperationTypes.SET,
        })),
      })),
    });
    return differing.map(({ name }) => name);
  }
}

import type { TopicFile } from '@leadstream/contracts';

/** What breaks producers, consumers or the order of keys: topics that are gone, and other numbers of partitions. */
export function topicBreaks(released: TopicFile, current: TopicFile): string[] {
  const now = new Map(current.topics.map((topic) => [topic.name, topic]));
  return released.topics.flatMap((before) => {
    const after = now.get(before.name);
    if (after === undefined) return [`${before.name}: was removed; its records would be out of reach`];
    if (after.partitions !== before.partitions)
      return [
        `${before.name}: partitions went from ${before.partitions} to ${after.partitions}; keys would move and lose their order: declare a new topic version`,
      ];
    if (Number(after.config['max.message.bytes']) < Number(before.config['max.message.bytes']))
      return [`${before.name}: max.message.bytes went down; records that fitted would be refused`];
    return [];
  });
}

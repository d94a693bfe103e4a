import type { TopicContract } from '../define-topic.js';
import { deadLetterTopicOf, type GroupContract } from '../groups.js';
import { UNSEALED_RETENTION_DAYS } from '../personal-fields.js';

/** One topic as the broker is told to create it; the replication factor belongs to the cluster. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  readonly config: {
    readonly 'cleanup.policy': 'delete';
    readonly 'retention.ms': string;
    readonly 'max.message.bytes': string;
  };
}

/** Every topic that must exist; nothing else is ever created. */
export interface TopicFile {
  readonly topics: readonly TopicSpec[];
}

const DAY_MS = 86_400_000;
export const DEFAULT_MAX_MESSAGE_BYTES = 1_048_576;
/** What a dead letter may weigh more than its record: headers with the reason. */
const DEAD_LETTER_MARGIN_BYTES = 65_536;
/** Nobody may lose a dead letter to a holiday. */
const DEAD_LETTER_RETENTION_DAYS = 365;

/** What lies unsealed in a short-lived topic must not outlive that in its dead letters. */
function deadLetterRetentionDays({ retentionDays }: TopicContract): number {
  return retentionDays <= UNSEALED_RETENTION_DAYS ? UNSEALED_RETENTION_DAYS : DEAD_LETTER_RETENTION_DAYS;
}

function topicSpec(name: string, partitions: number, retentionDays: number, maxMessageBytes: number): TopicSpec {
  return {
    name,
    partitions,
    config: {
      'cleanup.policy': 'delete',
      'retention.ms': String(retentionDays * DAY_MS),
      'max.message.bytes': String(maxMessageBytes),
    },
  };
}

/** Broker settings of one domain topic. */
export function topicSpecOf(topic: TopicContract): TopicSpec {
  return topicSpec(topic.name, topic.partitions, topic.retentionDays, topic.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES);
}

function deadLetterSpec(topic: TopicContract, group: GroupContract): TopicSpec {
  const maxMessageBytes = (topic.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES) + DEAD_LETTER_MARGIN_BYTES;
  return topicSpec(deadLetterTopicOf(topic.name, group.name), 1, deadLetterRetentionDays(topic), maxMessageBytes);
}

/** The domain topics, then one dead-letter topic per group and topic; ordered by name within each. */
export function topicFile(topics: readonly TopicContract[], groups: readonly GroupContract[]): TopicFile {
  const byName = (a: TopicSpec, b: TopicSpec): number => (a.name < b.name ? -1 : 1);
  const domain = topics.map(topicSpecOf).sort(byName);
  const deadLetters = groups.flatMap((group) => group.topics.map((topic) => deadLetterSpec(topic, group))).sort(byName);
  return { topics: [...domain, ...deadLetters] };
}

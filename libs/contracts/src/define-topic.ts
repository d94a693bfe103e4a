/** A Kafka topic: its name is public contract, its settings become the topic file. */
export interface TopicContract {
  readonly name: string;
  readonly partitions: number;
  readonly retentionDays: number;
  /** Largest record batch the broker takes; 1 MiB when left out. */
  readonly maxMessageBytes?: number;
  /** What flows here, for the AsyncAPI document. */
  readonly description: string;
}

const TOPIC_NAME = /^crm\.[a-z]+(-[a-z]+)*\.v[1-9]\d*$/;

/** @throws RangeError when the name is not `crm.<noun>.v<n>` or a number is not positive */
export function defineTopic(topic: TopicContract): TopicContract {
  if (!TOPIC_NAME.test(topic.name)) throw new RangeError(`topic name must be crm.<noun>.v<n>: ${topic.name}`);
  if (topic.partitions < 1 || topic.retentionDays < 1) throw new RangeError(`topic ${topic.name}: numbers must be positive`);
  return Object.freeze(topic);
}

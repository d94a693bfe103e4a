import type { KafkaConsumer, TopicPartition } from '../kafka-client.js';

interface Pause {
  readonly attempts: number;
  readonly timer: NodeJS.Timeout | undefined;
}

const FIRST_MS = 200;
const LONGEST_MS = 15_000;

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/** Partitions that wait for a dependency: each longer than before, 200 ms to 15 s, jittered so that members do not return together. */
export class PartitionPauses {
  readonly #pauses = new Map<string, Pause>();

  constructor(
    private readonly consumer: Pick<KafkaConsumer, 'pause' | 'resume'>,
    private readonly random: () => number = Math.random,
  ) {}

  isPaused(partition: TopicPartition): boolean {
    return this.#pauses.get(keyOf(partition))?.timer !== undefined;
  }

  /** How many pauses in a row there were without success. */
  attempts(partition: TopicPartition): number {
    return this.#pauses.get(keyOf(partition))?.attempts ?? 0;
  }

  get count(): number {
    return [...this.#pauses.values()].filter(({ timer }) => timer !== undefined).length;
  }

  /** @returns how long the partition rests, in ms */
  pause(partition: TopicPartition): number {
    const key = keyOf(partition);
    const attempts = (this.#pauses.get(key)?.attempts ?? 0) + 1;
    const restMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1)) * (0.75 + this.random() / 2);
    this.consumer.pause(partition);
    const timer = setTimeout(() => {
      this.#pauses.set(key, { attempts, timer: undefined });
      this.consumer.resume(partition);
    }, restMs);
    this.#pauses.set(key, { attempts, timer });
    return restMs;
  }

  /** Work on the partition succeeded: the next pause is a short one again. */
  succeeded(partition: TopicPartition): void {
    this.#pauses.delete(keyOf(partition));
  }

  /** Ends every pause, because the partitions are no longer ours. */
  clear(partitions: readonly TopicPartition[]): void {
    for (const { timer } of this.#pauses.values()) clearTimeout(timer);
    this.#pauses.clear();
    for (const partition of partitions) this.consumer.resume(partition);
  }
}

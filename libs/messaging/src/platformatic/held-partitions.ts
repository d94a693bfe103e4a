import type { TopicPartition } from '../kafka-client.js';

/** A partition of the present membership. */
export class HeldPartition implements TopicPartition {
  isPaused = false;
  /** A batch of it waits or is in work. */
  isBusy = false;
  /** Grows with every seek: a batch from before is stale. */
  seeks = 0;

  constructor(
    readonly topic: string,
    readonly partition: number,
    /** Where the next fetch begins. */
    public position: number,
  ) {}

  seek(offset: number): void {
    this.position = offset;
    this.seeks += 1;
  }
}

/** The partitions that a member holds, and where it stands in each. */
export class HeldPartitions {
  #held: readonly HeldPartition[] = [];
  /** The group rebalances: nothing more is fetched of these. */
  isResting = false;

  get all(): readonly HeldPartition[] {
    return this.#held;
  }

  replace(held: readonly HeldPartition[]): void {
    this.#held = held;
    this.isResting = false;
  }

  find({ topic, partition }: TopicPartition): HeldPartition | undefined {
    return this.#held.find((one) => one.topic === topic && one.partition === partition);
  }

  /** Those that a fetch may ask for now. */
  get ready(): HeldPartition[] {
    return this.isResting ? [] : this.#held.filter(({ isPaused, isBusy }) => !isPaused && !isBusy);
  }

  get areBusy(): boolean {
    return this.#held.some(({ isBusy }) => isBusy);
  }
}

import type { ConsumerListener, KafkaClient, KafkaConsumer, RecordBatch } from '@leadstream/messaging';
import { type Run, Stopwatch } from '../paired-runs.ts';

/** Tells from outside when a consumer begins to fetch and when it has committed its last batch. */
export class Watch {
  readonly finished: Promise<Run>;
  readonly #finish: (run: Run) => void;
  #stopwatch: Stopwatch | undefined;
  #committed = 0;
  readonly #records: number;

  constructor(records: number) {
    this.#records = records;
    const { promise, resolve } = Promise.withResolvers<Run>();
    this.finished = promise;
    this.#finish = resolve;
  }

  began(): void {
    this.#stopwatch ??= new Stopwatch();
  }

  committed(records: number): void {
    this.#committed += records;
    if (this.#committed >= this.#records && this.#stopwatch) this.#finish(this.#stopwatch.run(this.#records));
  }
}

/** The client with `watch` looking at what its consumers are given and commit. */
export function watchedClient(client: KafkaClient, watch: Watch): KafkaClient {
  return {
    producer: () => client.producer(),
    admin: () => client.admin(),
    reader: (group, topic) => client.reader(group, topic),
    consumer: (options) => watchedConsumer(client.consumer(options), watch),
  };
}

function watchedConsumer(consumer: KafkaConsumer, watch: Watch): KafkaConsumer {
  const { start } = consumer;
  consumer.start = (listener) => start.call(consumer, watchedListener(listener, watch));
  return consumer;
}

function watchedListener(listener: ConsumerListener, watch: Watch): ConsumerListener {
  return {
    assigned: (partitions) => {
      watch.began();
      listener.assigned(partitions);
    },
    revoked: () => listener.revoked(),
    batch: (batch) => listener.batch(watchedBatch(batch, watch)),
  };
}

function watchedBatch(batch: RecordBatch, watch: Watch): RecordBatch {
  const { commit } = batch;
  let from = batch.records[0]?.offset ?? batch.nextOffset;
  batch.commit = async (nextOffset) => {
    await commit.call(batch, nextOffset);
    watch.committed(nextOffset - from);
    from = nextOffset;
  };
  return batch;
}

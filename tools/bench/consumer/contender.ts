/** A process that runs contenders of the consumer benchmark one after the other, as it is told. */
import type { Run } from '../paired-runs.ts';
import { emptyLoop, type Topic } from './empty-loop.ts';
import { stockTransport } from './stock-transport.ts';

export interface Order {
  readonly contender: 'empty' | 'stock' | 'ours' | 'projecting';
  readonly topic: Topic;
  readonly topicPrefix: string;
  readonly group: string;
  readonly concurrency: number;
  readonly serviceUrl: string;
  readonly traceFile: string;
  readonly sampled01: number;
}

async function run({ contender, topic, topicPrefix, group, concurrency, ...options }: Order): Promise<Run> {
  if (contender === 'empty') return emptyLoop(topic, topicPrefix + group, concurrency);
  if (contender === 'stock') return stockTransport(topic, topicPrefix + group, concurrency);
  // Loaded by need: our client reads records faster than kafkajs by itself does, and would lend that to the others.
  const { ourProcess } = await import('./our-process.ts');
  return ourProcess(options).consume({ topic, topicPrefix, group, projecting: contender === 'projecting' });
}

process.on('message', (order: Order) => {
  void run(order).then(
    (result) => process.send?.(result),
    (error: Error) => process.send?.({ error: error.stack }),
  );
});

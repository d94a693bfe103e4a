import { setTimeout as pause } from 'node:timers/promises';
import { KafkajsClient } from '@leadstream/messaging';
import { percentile } from '@leadstream/testing/http-load';
import type { BenchSystem } from '../bench-system.ts';

/** Bytes of a record that carries one event, about. */
const EVENT_BYTES = 750;

/**
 * One send an interval at the given rate, whether or not the last was acknowledged: what any acknowledged intake has to wait for.
 * The topic has as many partitions as the intake's, and nobody reads it.
 */
export async function rawProducerP99Ms(system: BenchSystem, perSecond: number, seconds: number, eventsEach: number): Promise<number> {
  const topic = `${system.topicPrefix}bench.raw`;
  const kafka = new KafkajsClient({ brokers: system.brokers, clientId: 'bench' });
  const admin = await kafka.admin();
  await admin.ensureTopics([{ name: topic, partitions: 6, config: { 'retention.ms': '86400000' } }]);
  await admin.close();
  const producer = await kafka.producer();
  const value = Buffer.alloc(EVENT_BYTES * eventsEach, 'x');
  await Promise.all(Array.from({ length: 50 }, (_, index) => producer.send([{ topic, key: `warm:${index}`, value, headers: {} }])));
  const latenciesMs: number[] = [];
  const startedMs = performance.now();
  const running: Promise<unknown>[] = [];
  for (let sent = 0; sent < perSecond * seconds;) {
    const due = Math.min(perSecond * seconds, ((performance.now() - startedMs) / 1_000) * perSecond + 1);
    for (; sent < due; sent += 1) {
      const dueMs = startedMs + (sent / perSecond) * 1_000;
      running.push(
        producer.send([{ topic, key: `bench:${sent}`, value, headers: {} }]).then(() => latenciesMs.push(performance.now() - dueMs)),
      );
    }
    await pause(1);
  }
  await Promise.all(running);
  await producer.close();
  return percentile(
    latenciesMs.toSorted((a, b) => a - b),
    0.99,
  );
}

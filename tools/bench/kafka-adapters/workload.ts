import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { kafkaClientOf, type KafkaClient, type OutgoingRecord } from '@leadstream/messaging';
import { configureLogger } from '@leadstream/telemetry';
import { eventRecords } from './event-records.ts';

/** One measurement of one adapter, in a process of its own; prints it as JSON. */
interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of each single operation, where they were timed one by one. */
  readonly latenciesMs?: readonly number[];
  readonly residentBytes: number;
}

/** As many as the relay claims at a time. */
const RECORDS_A_SEND = 1_000;

async function timed(work: () => Promise<readonly number[] | void>): Promise<Measured> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const latenciesMs = await work();
  const { user, system } = process.cpuUsage(before);
  return {
    seconds: (performance.now() - start) / 1_000,
    cpuSeconds: (user + system) / 1e6,
    residentBytes: process.memoryUsage.rss(),
    ...(latenciesMs && { latenciesMs }),
  };
}

function* partsOf(records: readonly OutgoingRecord[]): Generator<readonly OutgoingRecord[]> {
  for (let at = 0; at < records.length; at += RECORDS_A_SEND) yield records.slice(at, at + RECORDS_A_SEND);
}

/** As the relay: one send in flight. The first sends warm up and are not counted. */
async function produce(kafka: KafkaClient, topic: string, warmUpTopic: string, count: number): Promise<Measured> {
  const producer = await kafka.producer();
  for (const part of partsOf(eventRecords(warmUpTopic, count / 4))) await producer.send(part);
  const parts = [...partsOf(eventRecords(topic, count))];
  const measured = await timed(async () => {
    for (const part of parts) await producer.send(part);
  });
  await producer.close();
  return measured;
}

async function produceSingly(kafka: KafkaClient, topic: string, count: number): Promise<Measured> {
  const producer = await kafka.producer();
  const [warmUp, records] = [eventRecords(topic, 200), eventRecords(topic, count)];
  for (const record of warmUp) await producer.send([record]);
  const measured = await timed(async () => {
    const latencies: number[] = [];
    for (const record of records) {
      const start = performance.now();
      await producer.send([record]);
      latencies.push(performance.now() - start);
    }
    return latencies;
  });
  await producer.close();
  return measured;
}

/** From joining to the last record; every batch is committed, nothing else is done. */
async function consume(kafka: KafkaClient, topic: string, count: number): Promise<Measured> {
  let received = 0;
  let complete = (): void => undefined;
  const all = new Promise<void>((resolve) => (complete = resolve));
  const consumer = kafka.consumer({ groupId: `bench-${process.pid}-${Date.now()}`, topics: [topic], concurrency: 3 });
  let first = (): void => undefined;
  const begun = new Promise<void>((resolve) => (first = resolve));
  consumer.start({
    assigned: () => undefined,
    revoked: () => undefined,
    batch: async (batch) => {
      first();
      received += batch.records.length;
      await batch.commit(batch.nextOffset);
      if (received >= count) complete();
    },
  });
  await begun;
  const measured = await timed(() => all);
  await consumer.stop();
  return measured;
}

/** A member with nothing to do. */
async function idle(kafka: KafkaClient, topic: string, seconds: number): Promise<Measured> {
  const consumer = kafka.consumer({ groupId: `bench-${process.pid}-${Date.now()}`, topics: [topic], concurrency: 3 });
  const assigned = new Promise<void>((resolve) =>
    consumer.start({ assigned: () => resolve(), revoked: () => undefined, batch: (batch) => batch.commit(batch.nextOffset) }),
  );
  await assigned;
  await pause(3_000);
  const measured = await timed(() => pause(seconds * 1_000));
  await consumer.stop();
  return measured;
}

/** Output is the measurement alone. */
configureLogger({ service: 'bench', level: 'silent' });
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { adapter: { type: 'string' }, brokers: { type: 'string' }, count: { type: 'string' } },
});
const [name = '', topic = '', warmUpTopic = ''] = positionals;
const settings = {
  KAFKA_ADAPTER: values.adapter === 'platformatic' ? 'platformatic' : 'kafkajs',
  KAFKA_BROKERS: (values.brokers ?? '').split(','),
} as const;
const kafka = await kafkaClientOf(settings, 'bench');
const count = Number(values.count);
const WORKLOADS: Readonly<Record<string, () => Promise<Measured>>> = {
  produce: () => produce(kafka, topic, warmUpTopic, count),
  single: () => produceSingly(kafka, topic, count),
  consume: () => consume(kafka, topic, count),
  idle: () => idle(kafka, topic, count),
};
const measure = WORKLOADS[name];
if (measure === undefined) throw new Error(`workload ${Object.keys(WORKLOADS).join('|')}`);
process.stdout.write(JSON.stringify(await measure()));
process.exit(0);

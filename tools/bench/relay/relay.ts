import { fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { leadCapturedV1 } from '@leadstream/contracts';
import {
  type KafkaClient,
  kafkaClientOf,
  messagingConfig,
  Outbox,
  OutboxRelay,
  type OutgoingRecord,
  readOutboxDepth,
} from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import type { BenchStack } from '../bench-stack.ts';
import { inTheOpen, openVault } from '../bench-vault.ts';
import { type Figure, ratios, spread } from '../figure.ts';
import { tenantIds } from '../lead-events.ts';
import { cpuMicros, pairedRuns, perSecond, type Run, timed } from '../paired-runs.ts';
import { drainOutbox, fillOutbox, sendRaw } from './backlog.ts';
import type { LatencyOrder, Passage } from './commit-to-topic.ts';
import { type RelayStations, RelayWatch } from './timeline.ts';

const ROUNDS = 5;
const EVENTS = 30_000;
const LATENCY_RUNS = 5;
const LATENCY_SECONDS = 6;
const TENANTS = tenantIds(4);
const TOPIC_PREFIX = 'bench-relay.';

/** A backlog brought out by the relay against a producer that sends the same bytes; then the way from commit to topic at half load. */
export async function measureRelay(stack: BenchStack): Promise<Figure[]> {
  configureLogger({ service: 'bench', level: 'warn' });
  const kafka = await kafkaClientOf(messagingConfig.parse({ ...process.env, KAFKA_BROKERS: stack.brokers.join(',') }), 'bench');
  const admin = await kafka.admin();
  await admin.ensureTopics([{ name: TOPIC_PREFIX + leadCapturedV1.topic.name, partitions: 6, config: {} }]);
  await admin.close();
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 4, applicationName: 'bench' });
  const vault = openVault(stack.vault);
  const outbox = new Outbox({ topicPrefix: TOPIC_PREFIX, personal: vault.personal });
  const inTheOpenOutbox = new Outbox({ topicPrefix: TOPIC_PREFIX, personal: inTheOpen });
  let records: OutgoingRecord[] = [];
  const drain = async (): Promise<Run> => {
    await fillOutbox(database, outbox, TENANTS, EVENTS);
    const { run, sent } = await drainOutbox(kafka, stack.url('lead', 'relay'), EVENTS);
    records = sent;
    return run;
  };
  await drain();
  const runs = await pairedRuns(ROUNDS, { raw: () => sendRaw(kafka, records), relay: drain });
  const latency = await latencyFigures(stack, kafka, () => fillOutbox(database, inTheOpenOutbox, TENANTS, EVENTS));
  await Promise.all([database.end(), vault.end()]);
  return [...drainFigures(runs), ...latency];
}

function drainFigures({ raw, relay }: Record<'raw' | 'relay', Run[]>): Figure[] {
  return [
    { name: 'raw producer', unit: 'events/s', runs: perSecond(raw) },
    { name: 'relay, from a backlog', unit: 'events/s', runs: perSecond(relay) },
    { name: 'relay / raw producer', unit: '×', runs: ratios(perSecond(relay), perSecond(raw)), aim: '≥ 0.80' },
    { name: 'raw producer, processor', unit: 'µs/event', runs: cpuMicros(raw) },
    { name: 'relay, processor', unit: 'µs/event', runs: cpuMicros(relay) },
  ];
}

/** @param fill commits `EVENTS` events as fast as it can */
async function latencyFigures(stack: BenchStack, kafka: KafkaClient, fill: () => Promise<void>): Promise<Figure[]> {
  const url = stack.url('lead', 'relay');
  const watch = new RelayWatch();
  const database = watch.database({ url, poolSize: 2, applicationName: 'bench-relay' });
  const relay = new OutboxRelay({ kafka: watch.kafka(kafka), database, bellUrl: url, slice: 'lead' });
  relay.start();
  const sustained: number[] = [];
  for (let run = 0; run < LATENCY_RUNS; run += 1)
    sustained.push(perSecond([await timed(EVENTS, () => throughOutbox(database, fill))])[0] as number);
  const eventsPerSecond = Math.floor(spread(sustained).median / 2);
  const order = { brokers: stack.brokers, serviceUrl: stack.url('lead', 'service'), topicPrefix: TOPIC_PREFIX, seconds: LATENCY_SECONDS };
  const runs: Passage[][] = [];
  for (let run = 0; run <= LATENCY_RUNS; run += 1) {
    const passages = await passagesOf({ ...order, eventsPerSecond });
    if (run > 0) runs.push(passages);
  }
  await relay.stop();
  await database.end();
  const took = runs.map((passages) => passages.map(([, committedMs, readableMs]) => Math.max(0, readableMs - committedMs)));
  const load = `at ${eventsPerSecond} events/s`;
  return [
    { name: 'committed and published at the same time', unit: 'events/s', runs: sustained },
    { name: `commit → readable, p50 ${load}`, unit: 'ms', runs: took.map((run) => quantile(run, 0.5)), aim: '≤ 10' },
    { name: `commit → readable, p99 ${load}`, unit: 'ms', runs: took.map((run) => quantile(run, 0.99)), aim: '≤ 100' },
    ...partsOf(runs, watch.stations),
  ];
}

/** Medians of the parts of the way; they need not add up to that of the whole. */
function partsOf(runs: readonly Passage[][], { asked, claimed, sent, acked }: RelayStations): Figure[] {
  const at = (station: ReadonlyMap<string, number>, aggregate: string): number => station.get(aggregate) ?? NaN;
  const parts: Readonly<Record<string, (passage: Passage) => number>> = {
    'commit → claim asked': ([aggregate, committedMs]) => at(asked, aggregate) - committedMs,
    'claim asked → answered': ([aggregate]) => at(claimed, aggregate) - at(asked, aggregate),
    'claimed → sent': ([aggregate]) => at(sent, aggregate) - at(claimed, aggregate),
    'sent → acknowledged': ([aggregate]) => at(acked, aggregate) - at(sent, aggregate),
    'acknowledged → readable': ([aggregate, , readableMs]) => readableMs - at(acked, aggregate),
  };
  return Object.entries(parts).map(([name, part]) => ({
    name: `${name}, p50`,
    unit: 'ms',
    runs: runs.map((passages) => quantile(passages.map(part), 0.5)),
  }));
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * share) - 1] as number;
}

/** From the first commit until nothing waits any more, with the relay at work: what writer, relay and broker reach together. */
async function throughOutbox(relayDatabase: TenantDatabase, fill: () => Promise<void>): Promise<void> {
  await fill();
  for (;;) {
    const { depth } = (await relayDatabase.withoutTenant((tx) => readOutboxDepth(tx))) ?? { depth: 0 };
    if (depth === 0) return;
    await pause(5);
  }
}

async function passagesOf(order: LatencyOrder): Promise<Passage[]> {
  const child = fork(fileURLToPath(new URL('./commit-to-topic.ts', import.meta.url)));
  child.send(order);
  const ended = once(child, 'exit');
  const [passages] = (await Promise.race([once(child, 'message'), ended.then(() => [undefined])])) as [Passage[] | undefined];
  await ended;
  if (passages === undefined) throw new Error('the load ended without an answer');
  return passages;
}

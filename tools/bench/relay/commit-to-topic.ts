/** Load and clock of the latency benchmark, a process of its own: commits at a steady rate and watches the topic. */
import { setTimeout as pause } from 'node:timers/promises';
import { leadCapturedV1 } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { Outbox, outboxRinger } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { Kafka, logLevel } from 'kafkajs';
import { inTheOpen } from '../bench-vault.ts';
import { leadData, tenantIds } from '../lead-events.ts';
import { aggregateOf, nowMs } from './timeline.ts';

/** What the process is told to do. */
export interface LatencyOrder {
  readonly brokers: readonly string[];
  readonly serviceUrl: string;
  readonly topicPrefix: string;
  readonly eventsPerSecond: number;
  readonly seconds: number;
}

/** What leaves a process that imports; written in the open, since the clock begins after the commit. */
const EVENTS_PER_COMMIT = 50;
const TENANTS = tenantIds(4);
const SETTLED_WITHIN_MS = 20_000;

/** One event: its aggregate, when COMMIT had returned, and when a consumer had it; epoch ms. */
export type Passage = readonly [aggregate: string, committedMs: number, readableMs: number];

async function measure(order: LatencyOrder): Promise<Passage[]> {
  const topic = order.topicPrefix + leadCapturedV1.topic.name;
  const readable = new Map<string, number>();
  const consumer = new Kafka({ brokers: [...order.brokers], logLevel: logLevel.NOTHING }).consumer({
    groupId: `${order.topicPrefix}latency-${process.pid}`,
    maxWaitTimeInMs: 500,
  });
  const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: false });
  await consumer.run({
    eachBatch: async ({ batch }) => {
      const now = nowMs();
      for (const { key } of batch.messages) readable.set(aggregateOf(key), now);
    },
  });
  await joined;
  // The consumer finds its place with its first fetch of each partition; what came before that it never sees.
  while (!(await allReadable(await commitSteadily({ ...order, seconds: 0.5 }), readable, 1_000)));
  const committed = await commitSteadily(order);
  if (!(await allReadable(committed, readable, SETTLED_WITHIN_MS))) throw new Error(`not all was readable after ${SETTLED_WITHIN_MS} ms`);
  await consumer.disconnect();
  return committed.map(([id, atMs]) => [id, atMs, readable.get(id) as number]);
}

type Committed = readonly (readonly [id: string, atMs: number])[];

async function allReadable(committed: Committed, readable: ReadonlyMap<string, number>, withinMs: number): Promise<boolean> {
  for (const end = performance.now() + withinMs; performance.now() < end; await pause(20)) {
    if (committed.every(([id]) => readable.has(id))) return true;
  }
  return false;
}

/** Open loop: each commit starts when it is due, whether or not the one before has ended. */
async function commitSteadily({ serviceUrl, topicPrefix, eventsPerSecond, seconds }: LatencyOrder): Promise<[id: string, atMs: number][]> {
  const database = new TenantDatabase({ url: serviceUrl, poolSize: 10, applicationName: 'bench-load' });
  const outbox = new Outbox({ topicPrefix, wake: outboxRinger(database), personal: inTheOpen });
  const committed: [string, number][] = [];
  const commit = async (n: number): Promise<void> => {
    const ids = Array.from({ length: EVENTS_PER_COMMIT }, () => uuidV7.next());
    const items = ids.map((id) => ({ contract: leadCapturedV1, data: leadData(id, n), sequence: 1 }));
    await database.inTenant(TENANTS[n % TENANTS.length] as string, (tx) => outbox.addAll(tx, items));
    const now = nowMs();
    committed.push(...ids.map((id): [string, number] => [id, now]));
  };
  const commits = Math.round((eventsPerSecond * seconds) / EVENTS_PER_COMMIT);
  const startedMs = performance.now();
  const running: Promise<void>[] = [];
  for (let n = 0; n < commits; n += 1) {
    const dueMs = startedMs + (n * EVENTS_PER_COMMIT * 1_000) / eventsPerSecond;
    if (dueMs > performance.now()) await pause(dueMs - performance.now());
    running.push(commit(n));
  }
  await Promise.all(running);
  await database.end();
  return committed;
}

process.on('message', (order: LatencyOrder) => {
  void measure(order).then((passages) => process.send?.(passages, () => process.disconnect()));
});

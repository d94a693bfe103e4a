import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { leadCapturedV1 } from '@leadstream/contracts';
import { DEFAULT_TUNING, KafkajsClient } from '@leadstream/messaging';
import pg from 'pg';
import type { BenchStack } from '../bench-stack.ts';
import { type Figure, ratios } from '../figure.ts';
import { leadEvents, sends, tenantIds } from '../lead-events.ts';
import { cpuMicros, pairedRuns, perSecond, type Run } from '../paired-runs.ts';
import type { Order } from './contender.ts';
import type { Topic } from './empty-loop.ts';

const ROUNDS = 5;
const RECORDS = 120_000;
const PARTITIONS = 6;
const SAMPLED_01 = 0.1;

type Name = 'empty' | 'lean' | 'ours' | 'projecting' | 'stock';

/**
 * Our consumer runtime against a loop that does nothing, on the same topic; Nest's stock transport beside them. Ours runs in one
 * process, the others in another that never loads our libraries.
 */
export async function measureConsumer(stack: BenchStack): Promise<Figure[]> {
  await prepareTable(stack);
  const script = fileURLToPath(new URL('./contender.ts', import.meta.url));
  const [published, ours] = [fork(script), fork(script)];
  try {
    const few = await contest(stack, published, ours, 4);
    const many = await contest(stack, published, ours, 200);
    return [...figures('4 tenants', few), ...figures('200 tenants', many)];
  } finally {
    for (const process of [published, ours]) process.kill();
  }
}

async function prepareTable(stack: BenchStack): Promise<void> {
  const owner = new pg.Client({ connectionString: stack.url('lead', 'owner') });
  await owner.connect();
  await owner.query(
    'CREATE TABLE bench_effect (tenant_id uuid, lead_id uuid, email text, captured_at timestamptz, PRIMARY KEY (tenant_id, lead_id))',
  );
  await owner.query(`SELECT protect_tenant_table('bench_effect')`);
  await owner.end();
}

async function contest(stack: BenchStack, published: ChildProcess, ours: ChildProcess, tenants: number): Promise<Record<Name, Run[]>> {
  const topicPrefix = `bench-${tenants}.`;
  const topic: Topic = { brokers: stack.brokers, name: topicPrefix + leadCapturedV1.topic.name, records: RECORDS };
  await fill(topic, tenants);
  const common = {
    topic,
    topicPrefix,
    concurrency: DEFAULT_TUNING.concurrency,
    serviceUrl: stack.url('lead', 'service'),
    traceFile: join(stack.folder, 'traces.jsonl'),
    sampled01: SAMPLED_01,
  };
  let groups = 0;
  const inside = async (process: ChildProcess, contender: Order['contender']): Promise<Run> => {
    process.send({ ...common, contender, group: `lead.bench-${(groups += 1)}` } satisfies Order);
    const [result] = (await once(process, 'message')) as [Run | { readonly error: string }];
    if ('error' in result) throw new Error(result.error);
    return result;
  };
  return pairedRuns(ROUNDS, {
    empty: () => inside(published, 'empty'),
    ours: () => inside(ours, 'ours'),
    projecting: () => inside(ours, 'projecting'),
    lean: () => inside(ours, 'empty'),
    stock: () => inside(published, 'stock'),
  });
}

async function fill({ brokers, name, records }: Topic, tenants: number): Promise<void> {
  const kafka = new KafkajsClient({ brokers, clientId: 'bench' });
  const admin = await kafka.admin();
  await admin.ensureTopics([{ name, partitions: PARTITIONS, config: {} }]);
  await admin.close();
  const producer = await kafka.producer();
  const events = leadEvents({ count: records, tenants: tenantIds(tenants), topic: name, sampled01: SAMPLED_01 });
  for (const part of sends(events)) await producer.send(part);
  await producer.close();
}

function figures(mix: string, { empty, lean, ours, projecting, stock }: Record<Name, Run[]>): Figure[] {
  const rates = perSecond(empty);
  return [
    { name: `${mix}: empty batch loop of kafkajs`, unit: 'events/s', runs: rates },
    { name: `${mix}: empty batch loop with our header reader`, unit: 'events/s', runs: perSecond(lean) },
    { name: `${mix}: our runtime, idle handler`, unit: 'events/s', runs: perSecond(ours) },
    { name: `${mix}: our runtime, projecting handler`, unit: 'events/s', runs: perSecond(projecting) },
    { name: `${mix}: Nest's Kafka transport, idle handler`, unit: 'events/s', runs: perSecond(stock) },
    { name: `${mix}: our runtime / empty loop`, unit: '×', runs: ratios(perSecond(ours), rates), aim: '≥ 0.70' },
    { name: `${mix}: our runtime / empty loop with our reader`, unit: '×', runs: ratios(perSecond(ours), perSecond(lean)) },
    { name: `${mix}: our runtime projecting / empty loop`, unit: '×', runs: ratios(perSecond(projecting), rates) },
    { name: `${mix}: Nest's transport / empty loop`, unit: '×', runs: ratios(perSecond(stock), rates) },
    { name: `${mix}: empty batch loop, processor`, unit: 'µs/event', runs: cpuMicros(empty) },
    { name: `${mix}: empty loop with our reader, processor`, unit: 'µs/event', runs: cpuMicros(lean) },
    { name: `${mix}: our runtime, processor`, unit: 'µs/event', runs: cpuMicros(ours) },
    { name: `${mix}: our runtime projecting, processor`, unit: 'µs/event', runs: cpuMicros(projecting) },
    { name: `${mix}: Nest's transport, processor`, unit: 'µs/event', runs: cpuMicros(stock) },
  ];
}

import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { leadCapturedV1 } from '@leadstream/contracts';
import { KafkajsClient, Outbox } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { configureLogger, startTelemetry, withSpan } from '@leadstream/telemetry';
import type { BenchStack } from '../bench-stack.ts';
import { inTheOpen } from '../bench-vault.ts';
import type { Topic } from '../consumer/empty-loop.ts';
import { idleHandler, ourRuntime } from '../consumer/our-runtime.ts';
import { type Figure, ratios } from '../figure.ts';
import { leadEvents, newTraceparent, sends, tenantIds } from '../lead-events.ts';
import { newLeads, writeLeads } from '../outbox-write/lead-write.ts';
import { cpuMicros, pairedRuns, type Run, timed } from '../paired-runs.ts';

const ROUNDS = 7;
const SAMPLED_01 = 0.1;
const TENANTS = tenantIds(4);
const TOPIC_PREFIX = 'bench-telemetry.';
const RECORDS = 30_000;
const WRITES = 1_500;
const READS = 20_000;
const AT_A_TIME = 8;

/** Work that telemetry looks at. */
type Load = () => Promise<Run>;

const FIND = {
  name: 'bench-lead-find',
  text: 'SELECT lead_id, version, email, status, created_at FROM lead WHERE tenant_id = $1 AND lead_id = $2',
};

/**
 * Traces to a file and logs at info against neither; metrics are always counted. Three ways: events in, writes, reads. Each change of
 * telemetry makes the engine compile once more what it had compiled, which a process does once in its life: every load runs once before
 * the run that counts.
 */
export async function measureTelemetryCost(stack: BenchStack): Promise<Figure[]> {
  const database = new TenantDatabase({ url: stack.url('lead', 'service'), poolSize: 10, applicationName: 'bench' });
  const topic = await fillTopic(stack);
  const loads: Readonly<Record<string, Load>> = {
    'consuming an event': consuming(topic, database),
    'writing a lead with its event': () => timed(WRITES, () => inParallel(WRITES, (n) => write(database, n))),
    'reading a lead': await reading(database),
  };
  const traceFile = join(stack.folder, 'traces.jsonl');
  const figures: Figure[] = [];
  for (const [name, load] of Object.entries(loads)) {
    const runs = await pairedRuns(ROUNDS, { off: () => withoutTelemetry(load), on: () => withTelemetry(traceFile, load) });
    figures.push(...figuresOf(name, runs));
  }
  await database.end();
  return figures;
}

async function withTelemetry(traceFile: string, load: Load): Promise<Run> {
  const logTo = createWriteStream(`${traceFile}.log`);
  const telemetry = startTelemetry({ service: 'bench', traceFile, sampleRatio01: SAMPLED_01, logTo });
  const run = await warmed(load);
  await telemetry.shutdown();
  logTo.end();
  return run;
}

function withoutTelemetry(load: Load): Promise<Run> {
  configureLogger({ service: 'bench', level: 'silent' });
  return warmed(load);
}

async function warmed(load: Load): Promise<Run> {
  await load();
  return load();
}

async function fillTopic({ brokers }: BenchStack): Promise<Topic> {
  const topic: Topic = { brokers, name: TOPIC_PREFIX + leadCapturedV1.topic.name, records: RECORDS };
  const kafka = new KafkajsClient({ brokers, clientId: 'bench' });
  const admin = await kafka.admin();
  await admin.ensureTopics([{ name: topic.name, partitions: 6, config: {} }]);
  await admin.close();
  const producer = await kafka.producer();
  const events = leadEvents({ count: RECORDS, tenants: TENANTS, topic: topic.name, sampled01: SAMPLED_01 });
  for (const part of sends(events)) await producer.send(part);
  await producer.close();
  return topic;
}

function consuming(topic: Topic, database: TenantDatabase): Load {
  let groups = 0;
  return () => ourRuntime({ topic, topicPrefix: TOPIC_PREFIX, group: `lead.bench-${(groups += 1)}`, database, handler: idleHandler });
}

async function inParallel(count: number, work: (n: number) => Promise<unknown>): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while ((left -= 1) >= 0) await work(left);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}

const tenantOf = (n: number): string => TENANTS[n % TENANTS.length] as string;
const isSampled = (n: number): boolean => n % Math.round(1 / SAMPLED_01) === 0;

/** As the edge does: one span a request, below the gateway's. */
function asRequest<T>(name: string, n: number, work: () => Promise<T>): Promise<T> {
  return withSpan(name, { 'http.request.method': name.split(' ')[0] ?? '' }, work, {
    kind: 'server',
    parent: newTraceparent(isSampled(n)),
  });
}

const outbox = new Outbox({ personal: inTheOpen });

function write(database: TenantDatabase, n: number): Promise<void> {
  return asRequest('POST /v1/leads', n, () => database.inTenant(tenantOf(n), (tx) => writeLeads(tx, newLeads(1), outbox)));
}

async function reading(database: TenantDatabase): Promise<Load> {
  const leads = newLeads(1_000);
  for (const tenantId of TENANTS) await database.inTenant(tenantId, (tx) => writeLeads(tx, leads));
  const read = (n: number): Promise<unknown> =>
    asRequest('GET /v1/leads/{leadId}', n, () =>
      database.readInTenant(tenantOf(n), (tx) => tx.queryOne(FIND, [tx.tenantId, leads[n % leads.length]?.leadId])),
    );
  return () => timed(READS, () => inParallel(READS, read));
}

function figuresOf(name: string, { off, on }: Record<'off' | 'on', Run[]>): Figure[] {
  const secondsOf = (runs: readonly Run[]): number[] => runs.map(({ seconds, operations }) => seconds / operations);
  const percent = (values: number[]): number[] => values.map((ratio) => (ratio - 1) * 100);
  return [
    { name: `${name}, off: processor`, unit: 'µs', runs: cpuMicros(off) },
    { name: `${name}, on: processor`, unit: 'µs', runs: cpuMicros(on) },
    { name: `${name}: more processor time`, unit: '%', runs: percent(ratios(cpuMicros(on), cpuMicros(off))) },
    { name: `${name}: more time`, unit: '%', runs: percent(ratios(secondsOf(on), secondsOf(off))), aim: '≤ 5' },
  ];
}

// The audit trail as the consumer writes it, from the topic to the last committed entry, against COPY of the very same rows into the very same table
// with its indexes and checks. Events are captured leads, sealed, about 900 bytes with their headers.
import { randomBytes, randomUUID } from 'node:crypto';
import { complianceAudit, encodeEvent, leadCapturedV1, leadTopic, sourceOf } from '@leadstream/contracts';
import { systemClock, uuidV7 } from '@leadstream/kernel';
import { EventConsumerStrategy, KafkajsClient, type OutgoingRecord } from '@leadstream/messaging';
import { TenantDatabase } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { BenchStack } from '../bench-stack.ts';
import { Watch, watchedClient } from '../consumer/watched-client.ts';
import { type Figure, ratios } from '../figure.ts';
import { leadData, newTraceparent, sends, tenantIds } from '../lead-events.ts';
import type { Run } from '../paired-runs.ts';
import { AuditEntries, type Cost } from './audit-entries.ts';

const APP = '../../../apps/compliance/dist/';
const [RECORDS, ROUNDS] = process.env['BENCH_SCALE'] === 'small' ? [12_000, 2] : [20_000, 3];
const MIXES = [4, 100];

type Class = new (...inject: unknown[]) => object;
type Round = { readonly ours: Run & Cost; readonly copy: Cost };

/** Entries a second and the processor's part, with few tenants and with many. */
export async function measureAudit(stack: BenchStack): Promise<Figure[]> {
  configureLogger({ service: 'bench', level: 'silent' });
  const database = new TenantDatabase({ url: stack.url('compliance', 'service'), poolSize: 10, applicationName: 'bench' });
  const entries = await AuditEntries.open(stack);
  try {
    const figures: Figure[] = [];
    for (const tenants of MIXES) {
      const rounds: Round[] = [];
      for (let round = 0; round <= ROUNDS; round += 1) {
        const measured = await measureRound(stack, database, entries, tenants);
        if (round > 0) rounds.push(measured);
      }
      figures.push(...figuresOf(`${tenants} tenants`, rounds));
    }
    return figures;
  } finally {
    await Promise.all([database.end(), entries.close()]);
  }
}

async function measureRound(stack: BenchStack, database: TenantDatabase, entries: AuditEntries, count: number): Promise<Round> {
  const topicPrefix = `bench-${randomUUID()}.`;
  const tenants = tenantIds(count);
  const kafka = new KafkajsClient({ brokers: stack.brokers, clientId: 'bench' });
  await fill(kafka, topicPrefix, tenants);
  await entries.settle();
  let run: Run | undefined;
  const cost = await entries.cost(async () => {
    run = await consume(kafka, database, topicPrefix);
  });
  if (run === undefined) throw new Error('nothing was consumed');
  await entries.expect(tenants, RECORDS);
  await entries.settle();
  return { ours: { ...cost, ...run }, copy: await entries.copyAgain(tenants) };
}

async function fill(kafka: KafkajsClient, topicPrefix: string, tenants: readonly string[]): Promise<void> {
  const admin = await kafka.admin();
  await admin.ensureTopics(complianceAudit.topics.map(({ name, partitions }) => ({ name: topicPrefix + name, partitions, config: {} })));
  await admin.close();
  const producer = await kafka.producer();
  for (const part of sends(Array.from({ length: RECORDS }, (_, n) => captured(n, topicPrefix, tenants[n % tenants.length] as string)))) {
    await producer.send(part);
  }
  await producer.close();
}

/** Sealed with nobody's key: nothing of it is opened here. */
function captured(n: number, topicPrefix: string, tenantId: string): OutgoingRecord {
  const [leadId, id] = [uuidV7.next(), uuidV7.next()];
  const event = {
    id,
    type: leadCapturedV1.type,
    version: leadCapturedV1.version,
    source: sourceOf(leadCapturedV1),
    time: new Date(),
    tenantId,
    subject: leadId,
    sequence: 1,
    correlationId: id,
    causationId: undefined,
    actor: `api-key:${tenantId}`,
    data: leadData(leadId, n),
  };
  const sealer = { keyId: uuidV7.next(), seal: (plain: Uint8Array) => randomBytes(plain.length + 28) };
  return { topic: topicPrefix + leadTopic.name, ...encodeEvent(leadCapturedV1, event, newTraceparent(false), sealer) };
}

/** The consumer of the app as its build has it, in the runtime that the app has it in. */
async function consume(kafka: KafkajsClient, database: TenantDatabase, topicPrefix: string): Promise<Run> {
  const watch = new Watch(RECORDS);
  const strategy = new EventConsumerStrategy({ kafka: watchedClient(kafka, watch), database, topicPrefix });
  const app = await NestFactory.createMicroservice(await auditModule(), { strategy, logger: false });
  await app.listen();
  const run = await watch.finished;
  await app.close();
  return run;
}

async function auditModule(): Promise<Class> {
  const load = async (file: string) => (await import(new URL(`${APP}${file}.js`, import.meta.url).href)) as Record<string, Class & symbol>;
  const { AuditConsumer } = await load('audit/audit.consumer');
  const { RecordingService } = await load('audit/recording.service');
  const { AuditRepository } = await load('audit/store/audit.repository');
  const { CLOCK } = await load('tokens');
  if (!AuditConsumer || !RecordingService || !AuditRepository || !CLOCK) throw new Error('the build of compliance has no audit trail');
  class AuditModule {}
  const providers = [RecordingService, AuditRepository, { provide: CLOCK, useValue: systemClock }];
  Module({ controllers: [AuditConsumer], providers })(AuditModule);
  return AuditModule;
}

function figuresOf(mix: string, rounds: readonly Round[]): Figure[] {
  const ours = rounds.map((round) => RECORDS / round.ours.seconds);
  const copy = rounds.map((round) => RECORDS / round.copy.seconds);
  const micros = (cpu: number): number => (cpu * 1e6) / RECORDS;
  const node = rounds.map((round) => micros(round.ours.cpuSeconds));
  const server = rounds.map((round) => micros(round.ours.cpu));
  const copying = rounds.map((round) => micros(round.copy.cpu));
  const all = server.map((cpu, index) => cpu + (node[index] as number));
  return [
    { name: `${mix}: entries from the topic into the chain`, unit: 'entries/s', runs: ours },
    { name: `${mix}: COPY of the same rows`, unit: 'rows/s', runs: copy },
    { name: `${mix}: entries / COPY`, unit: '×', runs: ratios(ours, copy), aim: '≥ 0.40' },
    { name: `${mix}: processor of the consumer`, unit: 'µs/entry', runs: node },
    { name: `${mix}: processor of Postgres, for the consumer`, unit: 'µs/entry', runs: server },
    { name: `${mix}: processor of Postgres, for COPY`, unit: 'µs/row', runs: copying },
    { name: `${mix}: processor for COPY / for the consumer, all of it`, unit: '×', runs: ratios(copying, all) },
  ];
}

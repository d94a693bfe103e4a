import { type EventOf, leadCapturedV1 } from '@leadstream/contracts';
import { done, EventConsumerStrategy, KafkajsClient, OnEvents, type Outcome } from '@leadstream/messaging';
import type { TenantDatabase, Tx } from '@leadstream/persistence';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Run } from '../paired-runs.ts';
import type { Topic } from './empty-loop.ts';
import { Watch, watchedClient } from './watched-client.ts';

export type LeadHandler = (events: readonly EventOf<typeof leadCapturedV1>[], tx: Tx) => Promise<Outcome>;

export const idleHandler: LeadHandler = async () => done();

const INSERT = {
  name: 'bench-effect-insert',
  text: `INSERT INTO bench_effect (tenant_id, lead_id, email, captured_at)
         SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::timestamptz[]) ON CONFLICT (tenant_id, lead_id) DO UPDATE
         SET email = excluded.email, captured_at = excluded.captured_at`,
};

/** A projection of three columns: one upsert for all events of the call. */
export const projectingHandler: LeadHandler = async (events, tx) => {
  await tx.execute(INSERT, [
    tx.tenantId,
    events.map(({ data }) => data.leadId),
    events.map(({ data }) => data.email),
    events.map(({ data }) => data.capturedAt),
  ]);
  return done();
};

export interface RuntimeOptions {
  readonly topic: Topic;
  readonly topicPrefix: string;
  readonly group: string;
  readonly database: TenantDatabase;
  readonly handler: LeadHandler;
}

/** Our runtime as an app runs it: inbox, fence, dead letters and telemetry on. */
export async function ourRuntime({ topic, topicPrefix, group, database, handler }: RuntimeOptions): Promise<Run> {
  const watch = new Watch(topic.records);
  const kafka = watchedClient(new KafkajsClient({ brokers: topic.brokers, clientId: 'bench' }), watch);
  const strategy = new EventConsumerStrategy({ kafka, database, topicPrefix });
  const app = await NestFactory.createMicroservice(moduleFor(group, handler), { strategy, logger: false });
  await app.listen();
  const run = await watch.finished;
  await app.close();
  return run;
}

/** Decorators by hand: this file runs as it stands, without a compiler. */
function moduleFor(group: string, handler: LeadHandler): new () => object {
  class LeadConsumer {
    onLeads(events: EventOf<typeof leadCapturedV1>[], tx: Tx): Promise<Outcome> {
      return handler(events, tx);
    }
  }
  const method = Object.getOwnPropertyDescriptor(LeadConsumer.prototype, 'onLeads') as TypedPropertyDescriptor<LeadConsumer['onLeads']>;
  OnEvents([leadCapturedV1], { group })(LeadConsumer.prototype, 'onLeads', method);
  Controller()(LeadConsumer);
  class LeadModule {}
  Module({ controllers: [LeadConsumer] })(LeadModule);
  return LeadModule;
}

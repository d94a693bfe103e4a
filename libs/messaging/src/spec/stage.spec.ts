import { randomUUID } from 'node:crypto';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { deadLetterTopicOf, defineEvent, defineTopic, encodeEvent, type EventOf } from '@leadstream/contracts';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import { testDatabase, type TestDatabase, testStack } from '@leadstream/testing';
import pg from 'pg';
import { z } from 'zod';
import {
  type ConsumerTuning,
  done,
  EventConsumerStrategy,
  type KafkaClient,
  kafkaClientOf,
  messagingConfig,
  OnEvents,
  type Outcome,
  Outbox,
  OutboxRelay,
  type OutgoingRecord,
} from '../index.js';

export const noteTopic = defineTopic({ name: 'crm.note.v1', partitions: 2, retentionDays: 1, description: 'Notes of specs.' });
const data = z.object({ noteId: z.uuid(), n: z.number().int(), text: z.string().optional() });
export const noteAddedV1 = defineEvent({ type: 'note.added', version: 1, producer: 'lead', topic: noteTopic, aggregate: 'noteId', data });
export const noteClosedV1 = defineEvent({ type: 'note.closed', version: 1, producer: 'lead', topic: noteTopic, aggregate: 'noteId', data });
export type NoteEvent = EventOf<typeof noteAddedV1> | EventOf<typeof noteClosedV1>;

export const GROUP = 'lead.note-projection';
export type Behaviour = (events: readonly NoteEvent[], tx: Tx) => Promise<Outcome | Outcome[]>;
const BEHAVIOUR = Symbol('behaviour');

@Controller()
class NoteConsumer {
  constructor(@Inject(BEHAVIOUR) private readonly behaviour: Behaviour) {}

  @OnEvents([noteAddedV1, noteClosedV1], { group: GROUP })
  async onNotes(events: NoteEvent[], tx: Tx): Promise<Outcome | Outcome[]> {
    return this.behaviour(events, tx);
  }
}

@Module({})
class NoteModule {}

/** A running member of the group. */
export interface Member {
  readonly strategy: EventConsumerStrategy;
  stop(): Promise<void>;
}

/** An effect row as a handler left it. */
export interface Effect {
  readonly tenant_id: string;
  readonly event_id: string;
  readonly note_id: string;
  readonly n: number;
}

/** Writes one row per event: what the specs count. */
export async function recordEffects(events: readonly NoteEvent[], tx: Tx): Promise<Outcome> {
  const values = [
    tx.tenantId,
    events.map(({ id }) => id),
    events.map(({ data: { noteId } }) => noteId),
    events.map(({ data: { n } }) => n),
  ];
  await tx.execute(
    'INSERT INTO spec_effect (tenant_id, event_id, note_id, n) SELECT $1::uuid, * FROM unnest($2::uuid[], $3::uuid[], $4::int[])',
    values,
  );
  return done();
}

/** A database, a topic with its dead letters, and a client, for one spec file. */
export class Stage {
  readonly #members: Member[] = [];
  readonly #relays: { stop(): Promise<void> }[] = [];
  readonly outbox: Outbox;
  readonly topic: string;
  readonly deadLetterTopic: string;

  private constructor(
    readonly prefix: string,
    readonly kafka: KafkaClient,
    readonly database: TenantDatabase,
    readonly admin: pg.Pool,
    private readonly own: TestDatabase,
  ) {
    this.outbox = new Outbox({ topicPrefix: prefix });
    this.topic = prefix + noteTopic.name;
    this.deadLetterTopic = prefix + deadLetterTopicOf(noteTopic.name, GROUP);
  }

  /** @param adapter as in `KAFKA_ADAPTER`, which is also what decides when none is given: so each spec can be run with each */
  static async open(partitions = 2, adapter: unknown = process.env['KAFKA_ADAPTER']): Promise<Stage> {
    configureLogger({ service: 'spec', level: 'silent' });
    const own = await testDatabase();
    const settings = messagingConfig.parse({ KAFKA_BROKERS: testStack().kafkaBrokers.join(','), KAFKA_ADAPTER: adapter });
    const kafka = await kafkaClientOf(settings, 'spec');
    const prefix = `spec-${randomUUID().slice(0, 8)}.`;
    const admin = await kafka.admin();
    const config = { 'retention.ms': '86400000' };
    await admin.ensureTopics([
      { name: prefix + noteTopic.name, partitions, config },
      { name: prefix + deadLetterTopicOf(noteTopic.name, GROUP), partitions: 1, config },
    ]);
    await admin.close();
    const owner = new pg.Client({ connectionString: own.ownerUrl('lead') });
    await owner.connect();
    await owner.query(
      `CREATE TABLE spec_effect (tenant_id uuid, id bigint GENERATED ALWAYS AS IDENTITY, event_id uuid, note_id uuid, n int, PRIMARY KEY (tenant_id, id))`,
    );
    await owner.query(`SELECT protect_tenant_table('spec_effect')`);
    await owner.end();
    const database = new TenantDatabase({ url: own.serviceUrl('lead'), poolSize: 10, applicationName: 'spec' });
    const adminPool = new pg.Pool({ connectionString: own.adminUrl, max: 4 });
    // A pool has ended before its connections are closed; the database that is dropped then breaks them off.
    adminPool.on('error', () => undefined);
    return new Stage(prefix, kafka, database, adminPool, own);
  }

  /** Connection string of the vault's service role. */
  get vaultUrl(): string {
    return this.own.serviceUrl('vault');
  }

  async close(): Promise<void> {
    await Promise.all([...this.#members, ...this.#relays].map((one) => one.stop()));
    await Promise.all([this.database.end(), this.admin.end()]);
    await this.own.drop();
  }

  /** Joins the group with a handler of its own; Nest wires it as it would in an app. */
  async join(behaviour: Behaviour, tuning: Partial<ConsumerTuning> = {}, kafka: KafkaClient = this.kafka): Promise<Member> {
    const strategy = new EventConsumerStrategy({
      kafka,
      database: this.database,
      topicPrefix: this.prefix,
      tuning: { retryDelayMs: 5, refreshIntervalMs: 100, ...tuning },
    });
    const module = { module: NoteModule, controllers: [NoteConsumer], providers: [{ provide: BEHAVIOUR, useValue: behaviour }] };
    const app = await NestFactory.createMicroservice(module, { strategy, logger: false });
    await app.listen();
    let stopping: Promise<void> | undefined;
    const member = { strategy, stop: () => (stopping ??= app.close()) };
    this.#members.push(member);
    return member;
  }

  relay(kafka: KafkaClient = this.kafka): { readonly relay: OutboxRelay; stop(): Promise<void> } {
    const database = this.relayDatabase();
    const bellUrl = this.own.relayListenUrl('lead');
    const relay = new OutboxRelay({ kafka, database, bellUrl, slice: 'lead', pollIntervalMs: 200 });
    relay.start();
    let stopping: Promise<void> | undefined;
    const running = { relay, stop: () => (stopping ??= relay.stop().then(() => database.end())) };
    this.#relays.push(running);
    return running;
  }

  relayDatabase(): TenantDatabase {
    return new TenantDatabase({ url: this.own.relayUrl('lead'), poolSize: 2, applicationName: 'spec-relay' });
  }

  /** Puts records into the topic as they are. */
  async send(records: readonly Omit<OutgoingRecord, 'topic'>[]): Promise<void> {
    const producer = await this.kafka.producer();
    await producer.send(records.map((record) => ({ topic: this.topic, ...record })));
    await producer.close();
  }

  /** How many connections services may have to the database; -1 = any number. Superusers get in regardless. */
  async limitConnections(limit: number): Promise<void> {
    await this.admin.query(`ALTER DATABASE ${this.own.name} CONNECTION LIMIT ${limit}`);
  }

  async effects(): Promise<Effect[]> {
    return (await this.admin.query<Effect>('SELECT tenant_id, event_id, note_id, n FROM lead.spec_effect ORDER BY id')).rows;
  }

  /** Headers and reason of every dead letter, oldest first. */
  async deadLetters(): Promise<{ reason: string; offset: number; value: string; headers: Record<string, string> }[]> {
    const admin = await this.kafka.admin();
    const [bounds] = await admin.listOffsets([this.deadLetterTopic]);
    await admin.close();
    const reader = await this.kafka.reader(`${this.prefix}spec-${randomUUID()}`, this.deadLetterTopic);
    const records = await reader.read(0, bounds?.low ?? 0, bounds?.end ?? 0);
    await reader.close();
    return records.map(({ headers, value }) => {
      const texts = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)]));
      return {
        reason: texts['dlq_reason'] ?? '',
        offset: Number(texts['dlq_offset']),
        value: value?.toString('latin1') ?? '',
        headers: texts,
      };
    });
  }
}

let sequence = 0;

/** A well-formed record as the relay would send it. */
export function noteRecord(options: {
  tenantId: string;
  noteId?: string;
  n?: number;
  id?: string;
  closed?: boolean;
  traceparent?: string;
}): Omit<OutgoingRecord, 'topic'> & { readonly id: string } {
  const { tenantId, noteId = randomUUID(), n = 0, id = randomUUID(), closed = false, traceparent } = options;
  const contract = closed ? noteClosedV1 : noteAddedV1;
  sequence += 1;
  const event = {
    id,
    type: contract.type,
    version: 1,
    source: 'lead',
    time: new Date(),
    tenantId,
    subject: noteId,
    sequence,
    correlationId: 'spec',
    causationId: undefined,
    data: { noteId, n },
  };
  const { key, headers, value } = closed
    ? encodeEvent(noteClosedV1, { ...event, type: 'note.closed' }, traceparent)
    : encodeEvent(noteAddedV1, { ...event, type: 'note.added' }, traceparent);
  return { id, key, headers, value };
}

import { privacyTopic, type TopicContract } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { captureEvents, type EventCapture } from './capture-events.js';
import { EventPublisher, type EventRecord } from './event-publisher.js';
import { ServiceClient } from './service-client.js';
import { sql } from './sql.js';
import { serviceEnvironment } from './service-environment.js';
import { type Slice, testDatabase, type TestDatabase } from './test-database.js';
import { testTopics, type TestTopics } from './test-topics.js';

/** A service as `startHttpService` of `libs/http` gives it. */
interface RunningService {
  /** Base URL; undefined in a process without the role `api`. */
  readonly url: string | undefined;
  readonly managementUrl: string;
  close(): Promise<void>;
}

/** By then every consumer is in its group; a spec that takes so long waits for something. */
const READY_AFTER_MS = 25_000;

export interface TestServiceOptions<S extends RunningService> {
  readonly slice: Slice;
  /** The topics that it reads; that of requests about persons every service reads and writes. */
  readonly consumes: readonly TopicContract[];
  /** The topic that it writes. */
  readonly publishes: TopicContract;
  /** What its clients may do unless told otherwise. */
  readonly scopes: readonly string[];
  /** Boots it with these environment variables. */
  start(environment: Readonly<Record<string, string>>): Promise<S>;
}

/** A service in this process that belongs to one spec file. */
export interface TestService<S extends RunningService> {
  readonly database: TestDatabase;
  readonly topics: TestTopics;
  readonly service: S;
  /** What the service published. */
  readonly published: EventCapture;
  /** Writes to the topics that the service reads. */
  readonly publisher: EventPublisher;
  /** A client of `tenantId`; of a new tenant when left out. */
  as(tenantId?: string, scopes?: readonly string[]): ServiceClient;
  /** Publishes in this order what another service would have. */
  publish(...records: readonly EventRecord[]): Promise<void>;
  /** Call in `afterAll`: ends the service, and drops its database and topics. */
  stop(): Promise<void>;
}

/** Boots a service on a database and topics that nobody else uses. */
export async function testService<S extends RunningService>(options: TestServiceOptions<S>): Promise<TestService<S>> {
  const { slice, consumes, publishes, scopes } = options;
  const [database, topics] = await Promise.all([testDatabase(), testTopics([...consumes, publishes, privacyTopic])]);
  const service = await options.start(serviceEnvironment(slice, database, topics));
  const startedMs = performance.now();
  const [published, publisher] = await Promise.all([
    captureEvents(topics.name(publishes), { vault: database }),
    EventPublisher.connect(topics),
  ]);
  const caller = { url: service.url ?? '', audience: slice.replace('_', '-') };
  return {
    database,
    topics,
    service,
    published,
    publisher,
    as: (tenantId = uuidV7.next(), rights = scopes) => new ServiceClient({ ...caller, tenantId, scopes: rights }),
    publish: (...records) => publisher.publishRecords(records),
    stop: async () => {
      if (performance.now() - startedMs > READY_AFTER_MS) await sayWhatStandsStill(slice, service, database);
      await Promise.all([publisher.close(), published.stop()]);
      await service.close();
      await Promise.all([database.drop(), topics.drop()]);
    },
  };
}

/** A spec that waited in vain says by this which consumer or relay it waited for; `.ci/run` tells such lines at its end. */
async function sayWhatStandsStill(slice: Slice, { managementUrl }: RunningService, { adminUrl }: TestDatabase): Promise<void> {
  // A spec may have stopped the service itself.
  const answer = await fetch(`${managementUrl}/health/ready`).catch(() => undefined);
  const behind = await sql(
    adminUrl,
    `SELECT consumer_group, partition, high_water, log_end, now() - updated_at AS age FROM ${slice}.consumer_progress WHERE log_end > high_water`,
  );
  if (answer?.ok !== false && behind.length === 0) return;
  const busy = await sql(
    adminUrl,
    `SELECT state, wait_event, now() - xact_start AS age, left(query, 80) AS query FROM pg_stat_activity
     WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()`,
  );
  const health = await answer?.text();
  process.stderr.write(`\nnoted: ${slice} at the end of a long spec: ${JSON.stringify({ health, behind, busy })}\n`);
}

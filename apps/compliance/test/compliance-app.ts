import { complianceTopic, encodeEvent, leadTopic } from '@leadstream/contracts';
import { type RunningService, startHttpService } from '@leadstream/http';
import { type Clock, loadConfig, systemClock, type Uuid, uuidV7 } from '@leadstream/kernel';
import {
  captureEvents,
  type EventCapture,
  TEST_CONTEXT_SECRET,
  testDatabase,
  type TestDatabase,
  testKafka,
  testStack,
  testTopics,
  type TestTopics,
} from '@leadstream/testing';
import { configureLogger } from '@leadstream/telemetry';
import { AppModule } from '../src/app.module.js';
import { complianceConfig } from '../src/config.js';
import { serviceOptions } from '../src/service-options.js';
import { ApiCaller } from './api-caller.js';
import type { LeadRecord } from './lead-events.js';

/** The service in this process, on a database and topics of its own. */
export interface ComplianceApp {
  readonly database: TestDatabase;
  readonly topics: TestTopics;
  /** What the service published. */
  readonly published: EventCapture;
  /** A client of `tenantId`; of a new tenant when left out. */
  as(tenantId?: Uuid, scopes?: readonly string[]): ApiCaller;
  /** Writes to the lead topic, in this order. */
  publish(...records: readonly (LeadRecord | { readonly key: string; readonly value: string })[]): Promise<void>;
  stop(): Promise<void>;
}

const SCOPES = ['compliance:read', 'compliance:write'];

export async function startComplianceApp(clock: Clock = systemClock): Promise<ComplianceApp> {
  const [database, topics] = await Promise.all([testDatabase(), testTopics([leadTopic, complianceTopic])]);
  const service = await startService(database, topics, clock);
  const published = await captureEvents(topics.name(complianceTopic));
  const producer = testKafka().producer();
  await producer.connect();
  return {
    database,
    topics,
    published,
    as: (tenantId = uuidV7.next(), scopes = SCOPES) => new ApiCaller(service.url ?? '', 'compliance', tenantId, scopes),
    publish: async (...records) => {
      await producer.send({
        topic: topics.name(leadTopic),
        messages: records.map((record) => ('event' in record ? encoded(record) : record)),
      });
    },
    stop: async () => {
      await Promise.all([producer.disconnect(), published.stop()]);
      await service.close();
      await Promise.all([database.drop(), topics.drop()]);
    },
  };
}

function encoded({ contract, event }: LeadRecord) {
  const { key, value, headers } = encodeEvent(contract, event);
  return { key, value, headers: { ...headers } };
}

function startService(database: TestDatabase, topics: TestTopics, clock: Clock): Promise<RunningService> {
  configureLogger({ service: 'compliance', level: 'silent' });
  const config = loadConfig(complianceConfig, {
    NODE_ENV: 'test',
    DATABASE_URL: database.serviceUrl('compliance'),
    RELAY_DATABASE_URL: database.relayUrl('compliance'),
    KAFKA_BROKERS: testStack().kafkaBrokers.join(','),
    TOPIC_PREFIX: topics.prefix,
    CONTEXT_SECRET: TEST_CONTEXT_SECRET,
  });
  return startHttpService(AppModule.with(config, clock), serviceOptions(config));
}

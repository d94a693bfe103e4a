import { leadTopic } from '@leadstream/contracts';
import { type RunningService, startHttpService } from '@leadstream/http';
import { loadConfig, type Uuid, uuidV7 } from '@leadstream/kernel';
import {
  captureEvents,
  type EventCapture,
  TEST_CONTEXT_SECRET,
  testDatabase,
  type TestDatabase,
  testStack,
  testTopics,
  type TestTopics,
} from '@leadstream/testing';
import { AppModule } from '../src/app.module.js';
import { type LeadConfig, leadConfig } from '../src/config.js';
import { serviceOptions } from '../src/service-options.js';
import { ApiCaller } from './api-caller.js';

/** The service in this process, on a database and topics of its own. */
export interface LeadApp {
  readonly database: TestDatabase;
  readonly service: RunningService;
  /** What the service published. */
  readonly published: EventCapture;
  /** A client of `tenantId`; of a new tenant when left out. */
  as(tenantId?: Uuid, scopes?: readonly string[]): ApiCaller;
  /** One more process of the service, on the same database and topics; ends with `stop`. */
  startAnother(settings?: Settings): Promise<RunningService>;
  stop(): Promise<void>;
}

/** Environment variables that differ from the defaults. */
export type Settings = Partial<Record<keyof LeadConfig, string>>;

const SCOPES = ['leads:read', 'leads:write'];

export async function startLeadApp(settings: Settings = {}): Promise<LeadApp> {
  const [database, topics] = await Promise.all([testDatabase(), testTopics([leadTopic])]);
  const services = [await startService(database, topics, settings)];
  const [service] = services as [RunningService];
  const published = await captureEvents(topics.name(leadTopic));
  return {
    database,
    service,
    published,
    as: (tenantId = uuidV7.next(), scopes = SCOPES) => new ApiCaller(service.url ?? '', 'lead', tenantId, scopes),
    startAnother: async (others = {}) => {
      const another = await startService(database, topics, { ...settings, ...others });
      services.push(another);
      return another;
    },
    stop: async () => {
      await published.stop();
      await Promise.all(services.map((running) => running.close()));
      await Promise.all([database.drop(), topics.drop()]);
    },
  };
}

function startService(database: TestDatabase, topics: TestTopics, settings: Settings): Promise<RunningService> {
  const config = loadConfig(leadConfig, {
    NODE_ENV: 'test',
    LOG_LEVEL: 'warn',
    DATABASE_URL: database.serviceUrl('lead'),
    RELAY_DATABASE_URL: database.relayUrl('lead'),
    KAFKA_BROKERS: testStack().kafkaBrokers.join(','),
    TOPIC_PREFIX: topics.prefix,
    CONTEXT_SECRET: TEST_CONTEXT_SECRET,
    ...settings,
  });
  return startHttpService(AppModule.with(config), serviceOptions(config));
}

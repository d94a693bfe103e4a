import { leadTopic } from '@leadstream/contracts';
import { type RunningService, startHttpService } from '@leadstream/http';
import { loadConfig, type Uuid, uuidV7 } from '@leadstream/kernel';
import { configureLogger } from '@leadstream/telemetry';
import {
  captureEvents,
  type EventCapture,
  serviceEnvironment,
  testDatabase,
  type TestDatabase,
  testTopics,
  type TestTopics,
} from '@leadstream/testing';
import { AppModule } from '../src/app.module.js';
import { type LeadConfig, leadConfig } from '../src/config.js';
import { serviceOptions } from '../src/service-options.js';
import { TenantClient } from './tenant-client.js';

/** The service in this process, on a database and topics of its own. */
export interface LeadApp {
  readonly database: TestDatabase;
  readonly service: RunningService;
  /** What the service published. */
  readonly published: EventCapture;
  /** A client of `tenantId`; of a new tenant when left out. */
  as(tenantId?: Uuid, scopes?: readonly string[]): TenantClient;
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
  const published = await captureEvents(topics.name(leadTopic), { vault: database });
  return {
    database,
    service,
    published,
    as: (tenantId = uuidV7.next(), scopes = SCOPES) => new TenantClient({ url: service.url ?? '', audience: 'lead', tenantId, scopes }),
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
  configureLogger({ service: 'lead', level: 'silent' });
  const config = loadConfig(leadConfig, { ...serviceEnvironment('lead', database, topics), ...settings });
  return startHttpService(AppModule.with(config), serviceOptions(config));
}

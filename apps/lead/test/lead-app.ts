import { complianceTopic, emailTopic, gatewayTopic, interactionTopic, leadTopic } from '@leadstream/contracts';
import { type RunningService, startHttpService } from '@leadstream/http';
import { type Clock, loadConfig, systemClock, uuidV7 } from '@leadstream/kernel';
import { configureLogger } from '@leadstream/telemetry';
import { serviceEnvironment, testService, type TestService } from '@leadstream/testing';
import { AppModule } from '../src/app.module.js';
import { type LeadConfig, leadConfig } from '../src/config.js';
import { serviceOptions } from '../src/service-options.js';
import { TenantClient } from './tenant-client.js';

/** The service in this process, on a database and topics of its own. */
export interface LeadApp extends TestService<RunningService> {
  as(tenantId?: string, scopes?: readonly string[]): TenantClient;
  /** One more process of the service, on the same database and topics; ends with `stop`. */
  startAnother(settings?: Settings): Promise<RunningService>;
}

/** Environment variables that differ from the defaults. */
export type Settings = Partial<Record<keyof LeadConfig, string>>;

const SCOPES = ['leads:read', 'leads:write'];

export async function startLeadApp(settings: Settings = {}, clock: Clock = systemClock): Promise<LeadApp> {
  const start = (environment: Readonly<Record<string, string>>, more: Settings = {}) =>
    startService({ ...environment, ...settings, ...more }, clock);
  const first = await testService({
    slice: 'lead',
    consumes: [interactionTopic, emailTopic, gatewayTopic, complianceTopic],
    publishes: leadTopic,
    scopes: SCOPES,
    start,
  });
  const { database, topics, service } = first;
  const others: RunningService[] = [];
  return {
    ...first,
    as: (tenantId = uuidV7.next(), scopes = SCOPES) => new TenantClient({ url: service.url ?? '', audience: 'lead', tenantId, scopes }),
    startAnother: async (more) => {
      const another = await start(serviceEnvironment('lead', database, topics), more);
      others.push(another);
      return another;
    },
    stop: async () => {
      await Promise.all(others.map((running) => running.close()));
      await first.stop();
    },
  };
}

function startService(environment: Readonly<Record<string, string | undefined>>, clock: Clock): Promise<RunningService> {
  configureLogger({ service: 'lead', level: 'silent' });
  const config = loadConfig(leadConfig, environment);
  return startHttpService(AppModule.with(config, clock), serviceOptions(config));
}

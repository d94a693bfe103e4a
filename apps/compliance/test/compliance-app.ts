import { complianceTopic, leadCapturedV1, leadTopic } from '@leadstream/contracts';
import { startHttpService } from '@leadstream/http';
import { type Clock, loadConfig, systemClock, type Uuid, uuidV7 } from '@leadstream/kernel';
import { configureLogger } from '@leadstream/telemetry';
import {
  captureEvents,
  type EventCapture,
  EventPublisher,
  serviceEnvironment,
  testDatabase,
  type TestDatabase,
  testTopics,
  type TestTopics,
} from '@leadstream/testing';
import { AppModule } from '../src/app.module.js';
import { complianceConfig } from '../src/config.js';
import { serviceOptions } from '../src/service-options.js';
import type { LeadRecord } from './lead-events.js';
import { TenantClient } from './tenant-client.js';

/** The service in this process, on a database and topics of its own. */
export interface ComplianceApp {
  readonly database: TestDatabase;
  readonly topics: TestTopics;
  /** Where health and metrics are. */
  readonly managementUrl: string;
  /** What the service published. */
  readonly published: EventCapture;
  /** A client of `tenantId`; of a new tenant when left out. */
  as(tenantId?: Uuid, scopes?: readonly string[]): TenantClient;
  /** Writes to the lead topic, in this order. */
  publish(...records: readonly LeadRecord[]): Promise<void>;
  /** Writes a record to the lead topic that is no event. */
  publishPoison(key: string, value: string): Promise<void>;
  stop(): Promise<void>;
}

const SCOPES = ['compliance:read', 'compliance:write'];

export async function startComplianceApp(clock: Clock = systemClock): Promise<ComplianceApp> {
  configureLogger({ service: 'compliance', level: 'silent' });
  const [database, topics] = await Promise.all([testDatabase(), testTopics([leadTopic, complianceTopic])]);
  const config = loadConfig(complianceConfig, serviceEnvironment('compliance', database, topics));
  const service = await startHttpService(AppModule.with(config, clock), serviceOptions(config));
  const [published, publisher] = await Promise.all([
    captureEvents(topics.name(complianceTopic), { vault: database }),
    EventPublisher.connect(topics),
  ]);
  return {
    database,
    topics,
    managementUrl: service.managementUrl,
    published,
    as: (tenantId = uuidV7.next(), scopes = SCOPES) =>
      new TenantClient({ url: service.url ?? '', audience: 'compliance', tenantId, scopes }),
    publish: (...records) => publishRuns(publisher, records),
    publishPoison: (key, value) => publisher.publishRaw(leadCapturedV1, { key, value }),
    stop: async () => {
      await Promise.all([publisher.close(), published.stop()]);
      await service.close();
      await Promise.all([database.drop(), topics.drop()]);
    },
  };
}

/** Neighbours of one contract go as one batch. */
async function publishRuns(publisher: EventPublisher, records: readonly LeadRecord[]): Promise<void> {
  for (let at = 0; at < records.length;) {
    const contract = records[at]?.contract ?? leadCapturedV1;
    const end = records.findIndex((record, index) => index > at && record.contract !== contract);
    const run = records.slice(at, end === -1 ? records.length : end);
    await publisher.publish(
      contract,
      run.map(({ event }) => event),
    );
    at += run.length;
  }
}

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { allTopics } from '@leadstream/contracts';
import { loadConfig } from '@leadstream/kernel';
import { type KafkaClient, kafkaClientOf, kafkaSecurityConfig } from '@leadstream/messaging';
import { type Schema, SCHEMAS, TenantDatabase } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import { TEST_ENCRYPTION_KEYS, testDatabase, type TestDatabase, testStack, testTopics, type TestTopics } from '@leadstream/testing';
import pg from 'pg';
import { examine } from './examine.ts';
import type { Check, Finding } from './finding.ts';
import { Site, type SiteAddresses } from './site.ts';

/** An installation of its own that a spec breaks, looks at and mends. */
export class DoctorStage {
  readonly addresses: SiteAddresses;
  /** What has to end before database and topics go. */
  readonly ends: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly topics: TestTopics,
    readonly kafka: KafkaClient,
    readonly admin: pg.Client,
  ) {
    this.addresses = {
      isLocal: false,
      schemas: SCHEMAS,
      ownerUrl: (slice) => database.ownerUrl(slice),
      relayUrl: (slice) => database.relayUrl(slice),
      adminUrl: database.adminUrl,
      kafka,
      topicPrefix: topics.prefix,
      redisUrl: testStack().redisUrl,
      encryptionKeys: TEST_ENCRYPTION_KEYS,
    };
  }

  static async open(): Promise<DoctorStage> {
    configureLogger({ service: 'tools', level: 'silent' });
    const [database, topics] = await Promise.all([testDatabase(), testTopics(allTopics)]);
    const brokers = [...testStack().kafkaBrokers];
    const kafka = await kafkaClientOf({ KAFKA_BROKERS: brokers, KAFKA_ADAPTER: 'kafkajs', ...loadConfig(kafkaSecurityConfig, {}) }, 'spec');
    const admin = new pg.Client({ connectionString: database.adminUrl });
    admin.on('error', () => undefined);
    await admin.connect();
    return new DoctorStage(database, topics, kafka, admin);
  }

  /** @returns what one check finds in some schemas */
  async find(check: Check, schemas: readonly Schema[] = SCHEMAS, changed: Partial<SiteAddresses> = {}): Promise<Finding[]> {
    const site = new Site({ ...this.addresses, schemas, ...changed });
    const { findings } = await examine(site, [check]).finally(() => site.close());
    return [...findings];
  }

  async asService<T>(schema: Schema, work: (database: TenantDatabase) => Promise<T>): Promise<T> {
    const service = new TenantDatabase({ url: this.database.serviceUrl(schema), poolSize: 1, applicationName: 'spec' });
    return work(service).finally(() => service.end());
  }

  /** Runs a command of `tools` as an operator of this installation. */
  run(program: string, args: readonly string[]): Promise<{ readonly code: number | null; readonly stdout: string }> {
    const path = fileURLToPath(new URL(`../${program}.ts`, import.meta.url));
    const env = {
      MIGRATION_DATABASE_URL: this.database.adminUrl,
      DATABASE_ROLE_PASSWORD: testStack().rolePassword,
      KAFKA_BROKERS: testStack().kafkaBrokers.join(','),
      TOPIC_PREFIX: this.topics.prefix,
    };
    return new Promise((resolve) => {
      const child = execFile(process.execPath, ['--no-warnings', path, ...args], { env }, (_error, stdout) =>
        resolve({ code: child.exitCode, stdout }),
      );
    });
  }

  async close(): Promise<void> {
    for (const end of this.ends) await end();
    await this.admin.end();
    await Promise.all([this.database.drop(), this.topics.drop()]);
  }
}

/** A finding whose text and command hold these words. */
export const problem = (severity: string, subject: string, text: string, mend: string): unknown =>
  expect.objectContaining({ severity, subject, finding: expect.stringContaining(text), mend: expect.stringContaining(mend) });

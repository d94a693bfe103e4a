import { randomUUID } from 'node:crypto';
import { TenantDatabase } from '@leadstream/persistence';
import { configureLogger } from '@leadstream/telemetry';
import { eventually, testDatabase, type TestDatabase, testStack } from '@leadstream/testing';
import pg from 'pg';
import { KafkajsClient, type TopicDeclaration } from '../../src/index.js';
import { accountTopic, statementTopic } from './load/account-events.js';
import type { CommittedEvent } from './judge/judge.js';
import { CONTENDED_ACCOUNTS, FAT_ACCOUNTS, TENANTS } from './load/transaction-plan.js';

/** Written with the events and read by nobody but the oracle. COMMIT of a slow transaction takes a while. */
const TABLES = `
CREATE TABLE oracle_account (tenant_id uuid, id uuid, version int NOT NULL DEFAULT 0, PRIMARY KEY (tenant_id, id));
CREATE TABLE oracle_transaction (tenant_id uuid, number int, slow boolean NOT NULL, PRIMARY KEY (tenant_id, number));
CREATE TABLE oracle_event (tenant_id uuid, account_id uuid, version int, topic text, type text, digest text,
                           transaction_number int, PRIMARY KEY (tenant_id, account_id, version));
SELECT protect_tenant_table(name) FROM unnest('{oracle_account,oracle_transaction,oracle_event}'::regclass[]) AS name;
CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.05); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON oracle_transaction DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.slow) EXECUTE FUNCTION linger();`;

const WRITER = 'oracle-writer';

/** A database with the oracle's books, topics of its own, and the real client. */
export class OracleStage {
  readonly prefix = `oracle-${randomUUID().slice(0, 8)}.`;
  readonly tenantIds = Array.from({ length: TENANTS }, () => randomUUID());
  readonly accountIds = Array.from({ length: CONTENDED_ACCOUNTS + FAT_ACCOUNTS }, () => randomUUID());
  readonly kafka = new KafkajsClient({ brokers: testStack().kafkaBrokers, clientId: 'oracle' });
  readonly admin: pg.Pool;
  readonly #closing: (() => Promise<void>)[] = [];

  private constructor(readonly own: TestDatabase) {
    this.admin = new pg.Pool({ connectionString: own.adminUrl, max: 6, options: '-c search_path=lead' });
    this.admin.on('error', () => undefined);
  }

  static async open(): Promise<OracleStage> {
    configureLogger({ service: 'oracle', level: 'silent' });
    const stage = new OracleStage(await testDatabase());
    const owner = new pg.Client({ connectionString: stage.own.ownerUrl('lead') });
    await owner.connect();
    await owner.query(TABLES);
    await owner.end();
    // Circles of waiting transactions are wanted; a second each is not.
    await stage.admin.query(`ALTER DATABASE ${stage.own.name} SET deadlock_timeout = '20ms'`);
    await stage.admin.query('INSERT INTO oracle_account SELECT t, a FROM unnest($1::uuid[]) t, unnest($2::uuid[]) a', [
      stage.tenantIds,
      stage.accountIds,
    ]);
    await stage.limitRecords(1_048_588);
    return stage;
  }

  get topics(): string[] {
    return [accountTopic, statementTopic].map(({ name }) => this.prefix + name);
  }

  /** Creates the topics, or gives them another limit for record batches. */
  async limitRecords(maxBytes: number): Promise<void> {
    const declared = [accountTopic, statementTopic].map(({ name, partitions }): TopicDeclaration => ({
      name: this.prefix + name,
      partitions,
      config: { 'retention.ms': '86400000', 'max.message.bytes': String(maxBytes) },
    }));
    const admin = await this.kafka.admin();
    await admin.ensureTopics(declared);
    await admin.close();
  }

  writerDatabase(url = this.own.serviceUrl('lead')): TenantDatabase {
    return new TenantDatabase({ url, poolSize: 12, applicationName: WRITER });
  }

  relayDatabase(): TenantDatabase {
    return new TenantDatabase({ url: this.own.relayUrl('lead'), poolSize: 2, applicationName: 'oracle-relay' });
  }

  /** Ends sessions of the writers, or those of every relay. */
  async endSessions(whose: 'writers' | 'relays', atMost: number): Promise<number> {
    const { rowCount } = await this.admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND usename = $1 AND state <> 'idle' LIMIT $2`,
      [whose === 'writers' ? 'lead_service' : 'lead_relay', atMost],
    );
    return rowCount ?? 0;
  }

  /** What Postgres holds to be committed, once no transaction of a writer is left that might still commit. */
  async committed(): Promise<CommittedEvent[]> {
    await eventually(async () => {
      const { rows } = await this.admin.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = 'lead_service'`,
      );
      if (rows.length > 0) throw new Error(`${rows.length} sessions of writers are still open`);
    });
    const { rows } = await this.admin.query<CommittedEvent>(
      `SELECT topic, tenant_id || ':' || account_id AS key, version, type, digest FROM oracle_event`,
    );
    return rows;
  }

  /** Numbers of the transactions that Postgres holds to be committed. */
  async committedTransactions(): Promise<Set<number>> {
    const { rows } = await this.admin.query<{ number: number }>('SELECT number FROM oracle_transaction');
    return new Set(rows.map(({ number }) => number));
  }

  /** Accounts whose version is not the number of their events: the books themselves would be wrong. */
  async unbalanced(): Promise<number> {
    const { rowCount } = await this.admin.query(
      `SELECT FROM oracle_account a LEFT JOIN oracle_event e ON (e.tenant_id, e.account_id) = (a.tenant_id, a.id)
       GROUP BY a.tenant_id, a.id HAVING a.version <> count(e.version) OR a.version <> coalesce(max(e.version), 0)`,
    );
    return rowCount ?? 0;
  }

  /** How many records the topics hold by now. */
  async countRecords(): Promise<number> {
    const admin = await this.kafka.admin();
    const bounds = await admin.listOffsets(this.topics);
    await admin.close();
    return bounds.reduce((sum, { low, end }) => sum + end - low, 0);
  }

  /** For what somebody opened that is not theirs to close. */
  atClose(close: () => Promise<void>): void {
    this.#closing.push(close);
  }

  async close(): Promise<void> {
    await Promise.all(this.#closing.map((close) => close()));
    await this.admin.end();
    await this.own.drop();
  }
}

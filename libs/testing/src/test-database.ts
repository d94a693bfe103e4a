import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { testStack } from './test-stack.js';

/** Schemas, one per service, and the vault. */
export type Slice = 'lead' | 'engagement' | 'email_events' | 'compliance' | 'analytics' | 'gateway' | 'vault';

/** A database that belongs to one spec file. */
export interface TestDatabase {
  readonly name: string;
  /** Superuser: for arranging and inspecting, never for the code under test. */
  readonly adminUrl: string;
  /** What the slice's service connects as: no superuser, bound by row-level security. */
  serviceUrl(slice: Slice): string;
  /** What the slice's outbox relay connects as. */
  relayUrl(slice: Slice): string;
  /** The same, to Postgres itself even where `relayUrl` goes through a pooler: for LISTEN. */
  relayListenUrl(slice: Slice): string;
  /** What the slice's migrations run as. */
  ownerUrl(slice: Slice): string;
  /** Call in `afterAll`; ends connections that are still open. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** True: a database without roles' grants or tables, for testing the migrations themselves. */
  readonly empty?: boolean;
  /** True: where the run has a pooler, each role has one server connection for all its clients. One spec at a time. */
  readonly singleConnection?: boolean;
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // A lost connection fails the query in flight; without a listener it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string, login?: { role: string; password: string }): string {
  const parts = new URL(url);
  parts.pathname = `/${database}`;
  if (login) Object.assign(parts, { username: login.role, password: login.password });
  return parts.toString();
}

function throughPooler(url: string, address: string | undefined): string {
  return address === undefined ? url : Object.assign(new URL(url), { host: address }).toString();
}

/** Makes a database for the calling spec file: a clone of the migrated template, so it starts with every table and no rows. */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { postgresUrl, templateDatabase, rolePassword, poolerAddress } = testStack();
  const name = (options.singleConnection ? process.env['TEST_POOLER_SINGLE'] : undefined) ?? `spec_${randomBytes(6).toString('hex')}`;
  const template = options.empty ? 'template0' : templateDatabase;
  await asAdmin(postgresUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const urlOf = (role: string): string => withDatabase(postgresUrl, name, { role, password: rolePassword });
  const pooledUrlOf = (role: string): string => throughPooler(urlOf(role), poolerAddress);
  return {
    name,
    adminUrl: withDatabase(postgresUrl, name),
    serviceUrl: (slice) => pooledUrlOf(`${slice}_service`),
    relayUrl: (slice) => pooledUrlOf(`${slice}_relay`),
    relayListenUrl: (slice) => urlOf(`${slice}_relay`),
    ownerUrl: (slice) => urlOf(`${slice}_owner`),
    drop: () => asAdmin(postgresUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

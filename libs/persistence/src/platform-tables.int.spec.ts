import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '@leadstream/testing';
import { runSql, specDatabase, TENANT } from '../spec/spec-slice.js';
import { purgeExpired } from './purge.js';
import { TenantDatabase } from './tenant-database.js';

let database: TestDatabase;
let db: TenantDatabase;
let relayUrl: string;
let serviceUrl: string;

beforeAll(async () => {
  database = await specDatabase();
  relayUrl = database.relayUrl('engagement');
  serviceUrl = database.serviceUrl('engagement');
  db = new TenantDatabase({ url: serviceUrl, poolSize: 2, applicationName: 'spec' });
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const publish = (count = 1): Promise<number> =>
  db.inTenant(TENANT, (tx) =>
    tx.execute(
      `INSERT INTO outbox (tenant_id, event_id, topic, partition_key, headers, payload)
   SELECT $1, gen_random_uuid(), 't', 'k', '{}', 'p' FROM generate_series(1, $2)`,
      [TENANT, count],
    ),
  );
const denied = { code: '42501' };

describe('the relay', () => {
  it('sees the events of every tenant, marks them, and prunes only what is published', async () => {
    await publish(2);
    expect(await runSql(relayUrl, 'SELECT id FROM outbox WHERE published_at IS NULL ORDER BY id FOR UPDATE SKIP LOCKED')).toHaveLength(2);
    expect(await runSql(relayUrl, 'DELETE FROM outbox RETURNING id')).toHaveLength(0);
    expect(await runSql(relayUrl, 'UPDATE outbox SET published_at = now() RETURNING id')).toHaveLength(2);
    expect(await runSql(relayUrl, 'DELETE FROM outbox RETURNING id')).toHaveLength(2);
  });

  it.each([
    'SELECT * FROM note',
    'SELECT * FROM inbox',
    'SELECT * FROM idempotency_key',
    'SELECT * FROM schema_migration',
    'SELECT * FROM plain_setting',
    `UPDATE outbox SET payload = 'forged'`,
    `INSERT INTO outbox (tenant_id) VALUES (gen_random_uuid())`,
    `SELECT purge_expired('90 days')`,
    `SELECT purge_published('90 days')`,
    'SELECT * FROM timed_job',
    `SELECT ensure_month_partitions('outbox', 1)`,
    'CREATE TABLE mine ()',
    'SELECT * FROM lead.outbox',
  ])('may not: %s', async (sql) => {
    await expect(runSql(relayUrl, sql)).rejects.toMatchObject(denied);
  });
});

describe('the service', () => {
  it.each([
    'ALTER TABLE note DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE note NO FORCE ROW LEVEL SECURITY',
    'DROP POLICY tenant_isolation ON note',
    'SET ROLE engagement_owner',
    'SET ROLE postgres',
    'CREATE TABLE mine ()',
    'TRUNCATE note',
    'UPDATE outbox SET published_at = now()',
    'DELETE FROM outbox',
    'DELETE FROM timed_job',
    'DELETE FROM timed_job_run',
    'SELECT * FROM schema_migration',
    'SELECT * FROM lead.outbox',
    'CREATE FUNCTION extensions.f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    'ALTER ROLE engagement_service BYPASSRLS',
  ])('may not: %s', async (sql) => {
    await expect(runSql(serviceUrl, sql)).rejects.toMatchObject(denied);
  });

  it('cannot switch row-level security off for its session', async () => {
    await publish();
    await expect(runSql(serviceUrl, 'SET row_security = off; SELECT * FROM outbox')).rejects.toMatchObject(denied);
    expect(await runSql(serviceUrl, 'SELECT * FROM outbox')).toEqual([]);
  });

  it('has limits, its schema and UTC from its role', async () => {
    const names = ['search_path', 'timezone', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
    const settings = await runSql<{ value: string }>(serviceUrl, 'SELECT current_setting(name) AS value FROM unnest($1::text[]) AS name', [
      names,
    ]);
    expect(settings.map(({ value }) => value)).toEqual(['engagement, extensions', 'UTC', '30s', '10s', '1min']);
  });

  it('has no role that bypasses anything', async () => {
    const roles = await runSql(
      database.adminUrl,
      `SELECT rolname FROM pg_roles WHERE rolname ~ '_(owner|service|relay)$' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)`,
    );
    expect(roles).toEqual([]);
  });
});

describe('the outbox', () => {
  it('finds unpublished events in order by an index that holds only those', async () => {
    await publish(5_000);
    await runSql(database.adminUrl, 'UPDATE engagement.outbox SET published_at = now()');
    await publish(3);
    await runSql(database.adminUrl, 'ANALYZE engagement.outbox');
    const plan = await runSql<{ 'QUERY PLAN': string }>(
      relayUrl,
      'EXPLAIN (COSTS OFF) SELECT id FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT 500',
    );
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('outbox_unpublished');
  });
});

it('purges expired keys and old inbox rows of all tenants, and nothing else', async () => {
  const age = (days: number): string => `now() - interval '${days} days'`;
  await runSql(
    database.adminUrl,
    `
    INSERT INTO engagement.idempotency_key (tenant_id, key, fingerprint, expires_at) VALUES ('${TENANT}', 'old', 'f', ${age(1)}), ('${TENANT}', 'new', 'f', ${age(-1)});
    INSERT INTO engagement.inbox (tenant_id, consumer_group, event_id, received_at) VALUES ('${TENANT}', 'g', gen_random_uuid(), ${age(401)}), ('${TENANT}', 'g', gen_random_uuid(), ${age(399)})`,
  );
  expect(await db.withoutTenant(purgeExpired)).toBe(2);
  expect(await db.withoutTenant(purgeExpired)).toBe(0);
  expect(await runSql(database.adminUrl, 'SELECT key FROM engagement.idempotency_key')).toEqual([{ key: 'new' }]);
  expect(await runSql(database.adminUrl, 'SELECT FROM engagement.inbox')).toHaveLength(1);
});

it.each(['fencing_token', 'high_water', 'log_end', 'partition'])('refuses progress with a %s below zero', async (column) => {
  const row = { consumer_group: 'g', topic: 't', partition: 0, fencing_token: 0, high_water: 0, log_end: 0, [column]: -1 };
  const insert = runSql(
    serviceUrl,
    `INSERT INTO consumer_progress (${Object.keys(row).join(', ')}) VALUES ($1, $2, $3, $4, $5, $6)`,
    Object.values(row),
  );
  await expect(insert).rejects.toMatchObject({ code: '23514' });
});

it('purges nothing that is younger than the database allows, whatever it is asked', async () => {
  await publish();
  await runSql(
    database.adminUrl,
    `UPDATE engagement.outbox SET published_at = now() - interval '23 hours', created_at = now() - interval '23 hours'`,
  );
  await runSql(
    database.adminUrl,
    `INSERT INTO engagement.timed_job_run (job, cause, scheduled_for, caught_up, outcome, attempt, fence, holder, ended_at)
     VALUES ('j', 'cadence', now(), false, 'succeeded', 1, 1, 'h', now() - interval '6 days')`,
  );
  const purged = await runSql(serviceUrl, `SELECT purge_published('0 s') AS events, purge_job_history('0 s') AS runs`);
  expect(purged).toEqual([{ events: 0, runs: 0 }]);
});

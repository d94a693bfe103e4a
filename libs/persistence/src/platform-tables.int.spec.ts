import { readFile } from 'node:fs/promises';
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
      `WITH event AS (
         INSERT INTO outbox (tenant_id, event_id, topic, partition_key, headers, payload)
         SELECT $1, gen_random_uuid(), 't', 'k', '{}', 'p' FROM generate_series(1, $2) RETURNING tenant_id, id
       )
       INSERT INTO outbox_waiting (tenant_id, id) SELECT tenant_id, id FROM event`,
      [TENANT, count],
    ),
  );
const denied = { code: '42501' };

describe('the relay', () => {
  it('sees the events of every tenant, and takes them out of what waits', async () => {
    await publish(2);
    expect(await runSql(relayUrl, 'SELECT payload FROM outbox_waiting JOIN outbox USING (tenant_id, id) ORDER BY id')).toHaveLength(2);
    expect(await runSql(relayUrl, 'UPDATE outbox_waiting SET parked_at = now() RETURNING id')).toHaveLength(2);
    expect(await runSql(relayUrl, 'DELETE FROM outbox_waiting RETURNING id')).toHaveLength(2);
  });

  it.each([
    'SELECT * FROM note',
    'SELECT * FROM inbox',
    'SELECT * FROM idempotency_key',
    'SELECT * FROM schema_migration',
    'SELECT * FROM plain_setting',
    `UPDATE outbox SET payload = 'forged'`,
    'DELETE FROM outbox',
    `UPDATE outbox_waiting SET tenant_id = gen_random_uuid()`,
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
    `UPDATE outbox SET payload = 'forged'`,
    'DELETE FROM outbox',
    'UPDATE outbox_waiting SET parked_at = now()',
    'DELETE FROM outbox_waiting',
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
  it('keeps published events for a while, and finds what waits in order by an index that holds only that', async () => {
    await publish(5_000);
    const plan = await runSql<{ 'QUERY PLAN': string }>(
      relayUrl,
      'EXPLAIN (COSTS OFF) SELECT id FROM outbox_waiting WHERE parked_at IS NULL ORDER BY id LIMIT 500',
    );
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('outbox_waiting_order');
    await runSql(relayUrl, 'DELETE FROM outbox_waiting');
    expect((await runSql(relayUrl, 'SELECT FROM outbox')).length).toBeGreaterThanOrEqual(5_000);
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

it('keeps what waits and what is parked when events and what waits are joined again, and parted again', async () => {
  const script = (step: 'do' | 'undo'): Promise<string> =>
    readFile(new URL(`../migrations/0011_outbox_waiting.${step}.sql`, import.meta.url), 'utf8');
  await runSql(database.adminUrl, 'DELETE FROM engagement.outbox; DELETE FROM engagement.outbox_waiting');
  await publish(3);
  await runSql(
    database.adminUrl,
    'UPDATE engagement.outbox_waiting SET parked_at = now() WHERE id = (SELECT max(id) FROM engagement.outbox)',
  );
  await runSql(relayUrl, 'DELETE FROM outbox_waiting WHERE id = (SELECT min(id) FROM outbox)');
  const waiting = 'SELECT id, parked_at FROM engagement.outbox_waiting ORDER BY id';
  const before = await runSql(database.adminUrl, waiting);
  await runSql(database.ownerUrl('engagement'), await script('undo'));
  expect(
    await runSql(
      database.adminUrl,
      'SELECT published_at IS NULL AS waits, parked_at IS NOT NULL AS parked FROM engagement.outbox ORDER BY id',
    ),
  ).toEqual([
    { waits: false, parked: false },
    { waits: true, parked: false },
    { waits: true, parked: true },
  ]);
  await runSql(database.ownerUrl('engagement'), await script('do'));
  expect(await runSql(database.adminUrl, waiting)).toEqual(before);
});

it('purges no event that waits, however old', async () => {
  await runSql(database.adminUrl, 'DELETE FROM engagement.outbox; DELETE FROM engagement.outbox_waiting');
  await publish(2);
  await runSql(database.adminUrl, `UPDATE engagement.outbox SET created_at = now() - interval '90 days'`);
  const ask = (): Promise<unknown> => runSql(serviceUrl, `SELECT purge_published('0 s') AS events`);
  expect(await ask()).toEqual([{ events: 0 }]);
  await runSql(relayUrl, 'DELETE FROM outbox_waiting WHERE id = (SELECT min(id) FROM outbox_waiting)');
  expect(await ask()).toEqual([{ events: 1 }]);
});

it('purges nothing that is younger than the database allows, whatever it is asked', async () => {
  await publish();
  await runSql(
    database.adminUrl,
    `UPDATE engagement.outbox SET created_at = now() - interval '23 hours'; DELETE FROM engagement.outbox_waiting`,
  );
  await runSql(
    database.adminUrl,
    `INSERT INTO engagement.timed_job_run (job, cause, scheduled_for, caught_up, outcome, attempt, fence, holder, ended_at)
     VALUES ('j', 'cadence', now(), false, 'succeeded', 1, 1, 'h', now() - interval '6 days')`,
  );
  const purged = await runSql(serviceUrl, `SELECT purge_published('0 s') AS events, purge_job_history('0 s') AS runs`);
  expect(purged).toEqual([{ events: 0, runs: 0 }]);
});

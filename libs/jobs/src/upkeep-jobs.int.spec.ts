import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, testDatabase, type TestDatabase } from '@leadstream/testing';
import pg from 'pg';
import { JobScheduler } from './scheduling/job-scheduler.js';
import { readJobStates } from './watch/job-state.read-model.js';
import { requestRun } from './watch/request-run.js';
import { upkeepJobs } from './upkeep-jobs.js';

const TENANT = '018f0000-0000-7000-8000-00000000000a';

let slice: TestDatabase;
let database: TenantDatabase;
let scheduler: JobScheduler;
let admin: pg.Client;

beforeAll(async () => {
  slice = await testDatabase();
  admin = new pg.Client({ connectionString: slice.adminUrl, options: '-c search_path=engagement' });
  await admin.connect();
  database = new TenantDatabase({ url: slice.serviceUrl('engagement'), poolSize: 4, applicationName: 'spec' });
  scheduler = new JobScheduler({ database, slice: 'engagement', jobs: upkeepJobs({ monthlyTables: ['interaction'] }), pollMs: 50 });
  scheduler.start();
  await eventually(async () => expect(await readJobStates(database)).toHaveLength(4));
});
afterAll(async () => {
  await scheduler.stop();
  await database.end();
  await admin.end();
  await slice.drop();
});

/** @returns what the job says that it did */
async function figuresOf(job: string): Promise<unknown> {
  const at = await database.withoutTenant((tx) => requestRun(tx, job, 'spec'));
  return eventually(async () => {
    const { rows } = await admin.query('SELECT outcome, figures FROM timed_job_run WHERE job = $1 AND scheduled_for = $2', [job, at]);
    expect(rows).toEqual([expect.objectContaining({ outcome: 'succeeded' })]);
    return (rows[0] as { figures: unknown }).figures;
  });
}

const remaining = async (sql: string): Promise<unknown[]> => (await admin.query(sql)).rows;

it('makes the partitions of the months to come', async () => {
  const partitions = `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'interaction'::regclass ORDER BY 1`;
  const before = await remaining(partitions);
  const last = (before.at(-1) as { name: string }).name;
  await admin.query(`ALTER TABLE interaction DETACH PARTITION ${last}; DROP TABLE ${last}`);
  expect(await figuresOf('partitions-ahead')).toEqual({ made: 1 });
  expect(await remaining(partitions)).toEqual(before);
});

it('lets published events go after three days, and unpublished ones never', async () => {
  await admin.query(
    `WITH event AS (
       INSERT INTO outbox (tenant_id, event_id, topic, partition_key, headers, payload, created_at)
       SELECT $1, gen_random_uuid(), 't', 'k', '{}', name, now() - age
         FROM (VALUES ('old', interval '73 hours'), ('young', '71 hours'), ('waiting', '1000 hours')) AS event (name, age)
       RETURNING tenant_id, id, payload
     )
     INSERT INTO outbox_waiting (tenant_id, id) SELECT tenant_id, id FROM event WHERE payload = 'waiting'`,
    [TENANT],
  );
  await admin.query(
    `INSERT INTO outbox (tenant_id, event_id, topic, partition_key, headers, payload, created_at)
     SELECT $1, gen_random_uuid(), 't', 'k', '{}', 'many', now() - interval '5 days' FROM generate_series(1, 10500)`,
    [TENANT],
  );
  expect(await figuresOf('purge-published')).toEqual({ purged: 10_501 });
  expect(await remaining('SELECT payload FROM outbox ORDER BY 1')).toEqual([{ payload: 'waiting' }, { payload: 'young' }]);
});

it('lets expired keys and old inbox rows go', async () => {
  await admin.query(
    `INSERT INTO idempotency_key (tenant_id, key, fingerprint, expires_at) VALUES ($1, 'old', 'f', now() - interval '1 s'), ($1, 'new', 'f', now() + interval '1 h')`,
    [TENANT],
  );
  await admin.query(
    `INSERT INTO inbox (tenant_id, consumer_group, event_id, received_at) VALUES ($1, 'g', gen_random_uuid(), now() - interval '401 days'), ($1, 'g', gen_random_uuid(), now())`,
    [TENANT],
  );
  expect(await figuresOf('purge-expired')).toEqual({ purged: 2 });
  expect(await remaining('SELECT key FROM idempotency_key')).toEqual([{ key: 'new' }]);
  expect(await remaining('SELECT FROM inbox')).toHaveLength(1);
});

it('lets history of 90 days ago go', async () => {
  await admin.query(
    `INSERT INTO timed_job_run (job, cause, scheduled_for, caught_up, outcome, attempt, fence, holder, started_at, ended_at)
     SELECT 'gone', 'cadence', now() - age, false, 'succeeded', 1, 1, 'h', now() - age, now() - age FROM unnest('{91 days,89 days}'::interval[]) AS age`,
  );
  expect(await figuresOf('purge-job-history')).toEqual({ purged: 1 });
  expect(await remaining(`SELECT FROM timed_job_run WHERE job = 'gone'`)).toHaveLength(1);
});

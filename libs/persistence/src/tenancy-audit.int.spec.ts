import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestDatabase, testDatabase, testStack } from '@leadstream/testing';
import { runSql } from '../spec/spec-slice.js';
import { EXEMPT_TABLES, findUnprotectedTables } from './tenancy-audit.js';

let database: TestDatabase;
const audit = (exempt?: readonly string[]) => findUnprotectedTables(testStack().postgresUrl, database.name, exempt);

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('finds nothing in what the migrations make', async () => {
  expect(await audit()).toEqual([]);
});

it('exempts the ledger and the consumer progress, and those have no tenant', async () => {
  expect(EXEMPT_TABLES).toEqual(['schema_migration', 'consumer_progress', 'timed_job', 'timed_job_run']);
  const columns = await runSql(
    database.adminUrl,
    `SELECT table_schema FROM information_schema.columns WHERE table_name = ANY ($1) AND column_name = 'tenant_id'`,
    [[...EXEMPT_TABLES]],
  );
  expect(columns).toEqual([]);
});

describe('finds', () => {
  const table = 'CREATE TABLE t (tenant_id uuid, id uuid, PRIMARY KEY (tenant_id, id))';
  const cases: [problem: string, problems: string[], sql: string][] = [
    ['a table that nobody protected', ['rls_off', 'rls_not_forced', 'no_tenant_policy'], table],
    [
      'security that is not forced',
      ['rls_not_forced'],
      `${table}; SELECT protect_tenant_table('t'); ALTER TABLE t NO FORCE ROW LEVEL SECURITY`,
    ],
    ['security that is off', ['rls_off'], `${table}; SELECT protect_tenant_table('t'); ALTER TABLE t DISABLE ROW LEVEL SECURITY`],
    ['a missing policy', ['no_tenant_policy'], `${table}; SELECT protect_tenant_table('t'); DROP POLICY tenant_isolation ON t`],
    [
      'a policy that asks something else',
      ['no_tenant_policy', 'open_policy'],
      `${table}; SELECT protect_tenant_table('t'); ALTER POLICY tenant_isolation ON t USING (tenant_id IS NOT NULL)`,
    ],
    [
      'a further policy that lets the service through',
      ['open_policy'],
      `${table}; SELECT protect_tenant_table('t'); CREATE POLICY more ON t FOR SELECT TO lead_service USING (true)`,
    ],
    [
      'a key that does not start with the tenant',
      ['key_without_tenant'],
      `${table}; SELECT protect_tenant_table('t'); ALTER TABLE t DROP CONSTRAINT t_pkey; ALTER TABLE t ADD PRIMARY KEY (id, tenant_id)`,
    ],
    [
      'a unique index over all tenants',
      ['reach_beyond_tenant'],
      `${table}; SELECT protect_tenant_table('t'); CREATE UNIQUE INDEX t_id ON t (id)`,
    ],
    [
      'a reference that leaves the tenant out',
      ['reach_beyond_tenant'],
      `${table}; SELECT protect_tenant_table('t'); CREATE UNIQUE INDEX t_pair ON t (tenant_id, id);
       ALTER TABLE t ADD CONSTRAINT t_fkey FOREIGN KEY (id, tenant_id) REFERENCES t (id, tenant_id)`,
    ],
    ['a view that reads as its owner', ['view_as_owner'], 'CREATE VIEW t AS SELECT tenant_id FROM outbox'],
  ];
  it.each(cases)('%s', async (_problem, problems, sql) => {
    await runSql(database.ownerUrl('lead'), sql);
    expect(await audit()).toEqual([{ table: 'lead.t', problems }]);
    expect(await audit(['lead.t'])).toEqual([]);
    await runSql(database.ownerUrl('lead'), `DROP ${sql.startsWith('CREATE VIEW') ? 'VIEW' : 'TABLE'} t`);
  });

  it('a partition whose own security is off', async () => {
    await runSql(
      database.ownerUrl('lead'),
      `
      CREATE TABLE t (tenant_id uuid, at timestamptz, PRIMARY KEY (tenant_id, at)) PARTITION BY RANGE (at);
      SELECT protect_tenant_table('t'); SELECT ensure_month_partitions('t', 0, 0); CREATE TABLE t_default PARTITION OF t DEFAULT`,
    );
    expect(await audit()).toEqual([{ table: 'lead.t_default', problems: ['rls_off', 'rls_not_forced'] }]);
  });
});

it('protects only tables whose key starts with the tenant', async () => {
  await expect(
    runSql(database.ownerUrl('lead'), `CREATE TABLE u (id uuid PRIMARY KEY, tenant_id uuid); SELECT protect_tenant_table('u')`),
  ).rejects.toThrow('must start with tenant_id');
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestDatabase, testDatabase, testStack } from '@leadstream/testing';
import { runSql } from '../../spec/spec-slice.js';
import { migrateAll } from './migrate-all.js';
import { SliceMigrator } from './slice-migrator.js';
import { type Schema, SCHEMAS } from './slices.js';

let database: TestDatabase;
let root: string;

beforeAll(async () => {
  database = await testDatabase({ empty: true });
});
afterAll(() => database.drop());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'slice-'));
  await mkdir(join(root, 'apps/lead/migrations'), { recursive: true });
  await script(
    '1001_tag',
    "CREATE TABLE tag (tenant_id uuid, id uuid, PRIMARY KEY (tenant_id, id));\nSELECT protect_tenant_table('tag');",
    'DROP TABLE tag;',
  );
  const { postgresUrl, rolePassword } = testStack();
  await migrateAll({ adminUrl: postgresUrl, database: database.name, slices: ['lead'], passwords: rolePassword, root });
});
afterEach(async () => {
  await runSql(database.adminUrl, 'DROP SCHEMA lead CASCADE');
  await rm(root, { recursive: true });
});

async function script(name: string, up: string, down: string): Promise<void> {
  await writeFile(join(root, `apps/lead/migrations/${name}.do.sql`), up);
  await writeFile(join(root, `apps/lead/migrations/${name}.undo.sql`), down);
}
const lead = (): SliceMigrator => new SliceMigrator({ schema: 'lead', ownerUrl: database.ownerUrl('lead'), root });
const tables = async (): Promise<string[]> =>
  (
    await runSql<{ name: string }>(
      database.adminUrl,
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'lead'::regnamespace AND relkind = 'r' ORDER BY 1`,
    )
  ).map(({ name }) => name);
const PLATFORM = [
  'consumer_progress',
  'erased_person',
  'idempotency_key',
  'inbox',
  'outbox',
  'outbox_waiting',
  'schema_migration',
  'timed_job',
  'timed_job_run',
];

describe('up and down', () => {
  it('applies everything once', async () => {
    expect(await tables()).toEqual([...PLATFORM, 'tag'].toSorted());
    expect(await lead().up()).toEqual([]);
    expect(await lead().verify()).toEqual([]);
  });

  it('takes all of it back, and applies it again to the same result', async () => {
    const versions = (await lead().status()).map(({ version }) => version);
    expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 1001]);
    expect((await lead().down(versions.length)).map(({ version }) => version)).toEqual(versions.toReversed());
    expect(await tables()).toEqual(['schema_migration']);
    const functions = await runSql(database.adminUrl, `SELECT FROM pg_proc WHERE pronamespace = 'lead'::regnamespace`);
    expect(functions).toEqual([]);
    expect(await lead().up()).toHaveLength(versions.length);
    expect(await tables()).toEqual([...PLATFORM, 'tag'].toSorted());
    expect(await lead().verify()).toEqual([]);
  });

  it('applies up to a number, and what came in between later', async () => {
    await script('1003_late', 'CREATE TABLE late ()', 'DROP TABLE late');
    await lead().up();
    await script('1002_between', 'CREATE TABLE between_two ()', 'DROP TABLE between_two');
    expect(await lead().up(1001)).toEqual([]);
    expect((await lead().up()).map(({ version }) => version)).toEqual([1002]);
    expect((await lead().down()).map(({ version }) => version)).toEqual([1002]);
    expect(await lead().verify()).toEqual(['1002_between: pending']);
  });
});

describe('a failing script', () => {
  it('leaves nothing behind, and is named with its line', async () => {
    await script('1002_bad', 'CREATE TABLE half ();\nCREATE TABLE other ();\nSELECT nonsense;', 'SELECT 1');
    await script('1003_never', 'CREATE TABLE never ()', 'DROP TABLE never');
    await expect(lead().up()).rejects.toThrow(/1002_bad\.do\.sql:3: column "nonsense" does not exist/);
    expect(await tables()).toEqual([...PLATFORM, 'tag'].toSorted());
    expect((await lead().status()).filter(({ state }) => state === 'pending').map(({ version }) => version)).toEqual([1002, 1003]);
  });

  it('may not end its transaction', async () => {
    await script('1002_sly', 'CREATE TABLE sly (); COMMIT', 'SELECT 1');
    await expect(lead().up()).rejects.toThrow('must not begin or end a transaction');
  });

  it('waits for a lock a few seconds only', async () => {
    await script('1002_lock', `DO $$ BEGIN ASSERT current_setting('lock_timeout') = '5s'; END $$`, 'SELECT 1');
    expect(await lead().up()).toHaveLength(1);
  });
});

it('runs a marked script outside of a transaction', async () => {
  await script(
    '1002_index',
    '-- no transaction\nCREATE INDEX CONCURRENTLY tag_by_id ON tag (id)',
    '-- no transaction\nDROP INDEX CONCURRENTLY tag_by_id',
  );
  expect(await lead().up()).toHaveLength(1);
  expect(await lead().verify()).toEqual([]);
  expect(await lead().down()).toHaveLength(1);
});

it('lets concurrent runners take turns', async () => {
  await script('1002_slow', `CREATE TABLE slow (); SELECT pg_sleep(0.1)`, 'DROP TABLE slow');
  const ran = await Promise.all(Array.from({ length: 5 }, () => lead().up()));
  expect(ran.map((migrations) => migrations.length).toSorted()).toEqual([0, 0, 0, 0, 1]);
});

describe('verify', () => {
  it('finds an edited file, and up refuses to go on', async () => {
    await script('1001_tag', 'CREATE TABLE tag2 ()', 'DROP TABLE tag2');
    await script('1002_more', 'CREATE TABLE more ()', 'DROP TABLE more');
    expect(await lead().verify()).toEqual(['1001_tag: edited', '1002_more: pending']);
    await expect(lead().up()).rejects.toThrow('1001_tag was edited after it was applied');
  });

  it('finds a file that is gone, and down refuses to guess', async () => {
    await Promise.all(['do', 'undo'].map((way) => rm(join(root, `apps/lead/migrations/1001_tag.${way}.sql`))));
    expect(await lead().verify()).toEqual(['1001_tag: unknown']);
    await expect(lead().down()).rejects.toThrow('there is no file for 1001_tag');
  });

  it.each([
    ['a column', 'ALTER TABLE tag ADD COLUMN sly text', ['drift: + column tag.sly: text null default= identity= generated= grants=']],
    ['an index', 'CREATE INDEX sly ON tag (id)', ['drift: + index tag.sly: CREATE INDEX sly ON lead.tag USING btree (id)']],
    ['a lost policy', 'DROP POLICY tenant_isolation ON tag', [expect.stringMatching(/^drift: - policy tag.tenant_isolation/)]],
    [
      'a changed function',
      `CREATE OR REPLACE FUNCTION protect_tenant_table(target regclass) RETURNS void LANGUAGE sql AS ''`,
      [expect.stringMatching(/^drift: - function/), expect.stringMatching(/^drift: \+ function/)],
    ],
    [
      'a grant',
      'GRANT SELECT ON tag TO lead_relay',
      [expect.stringMatching(/^drift: - relation tag/), expect.stringMatching(/^drift: \+ relation tag.*lead_relay/)],
    ],
    [
      'security switched off',
      'ALTER TABLE tag NO FORCE ROW LEVEL SECURITY',
      [expect.stringMatching(/^drift: - .*forced=t/), expect.stringMatching(/^drift: \+ .*forced=f/)],
    ],
  ])('finds drift: %s', async (_what, sql, problems) => {
    await runSql(database.ownerUrl('lead'), sql);
    expect(await lead().verify()).toEqual(problems);
  });

  it('takes partitions that services make for no drift', async () => {
    await script(
      '1002_visit',
      `CREATE TABLE visit (tenant_id uuid, at timestamptz, PRIMARY KEY (tenant_id, at)) PARTITION BY RANGE (at);
      SELECT protect_tenant_table('visit'); CREATE TABLE seen (tenant_id uuid, at timestamptz, FOREIGN KEY (tenant_id, at) REFERENCES visit)`,
      'DROP TABLE seen, visit',
    );
    await lead().up();
    await runSql(database.serviceUrl('lead'), `SELECT ensure_month_partitions('visit', 2)`);
    expect(await lead().verify()).toEqual([]);
  });
});

it('runs as the owner of the slice only', async () => {
  const wrong = new SliceMigrator({ schema: 'lead', ownerUrl: database.serviceUrl('lead'), root });
  await expect(wrong.up()).rejects.toThrow('schema lead belongs to lead_owner');
  const absent = new SliceMigrator({ schema: 'gateway', ownerUrl: database.ownerUrl('lead'), root });
  await expect(absent.up()).rejects.toThrow('run npm run db:bootstrap first');
});

it('goes up, down and up again with the migrations of every service', async () => {
  const whole = await testDatabase();
  try {
    for (const schema of SCHEMAS satisfies readonly Schema[]) {
      const migrator = new SliceMigrator({ schema, ownerUrl: whole.ownerUrl(schema) });
      const count = (await migrator.status()).length;
      expect([schema, await migrator.verify()]).toEqual([schema, []]);
      await migrator.down(count);
      const left = await runSql(
        whole.adminUrl,
        `SELECT relname FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p', 'v') AND relname <> 'schema_migration'`,
        [schema],
      );
      expect([schema, left]).toEqual([schema, []]);
      expect(await migrator.up()).toHaveLength(count);
      expect([schema, await migrator.verify()]).toEqual([schema, []]);
    }
  } finally {
    await whole.drop();
  }
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '@leadstream/testing';
import pg from 'pg';
import { runSql, specDatabase, TENANT } from '../spec/spec-slice.js';
import { detachMonthPartition } from './detach-month-partition.js';
import { listMonthPartitions } from './list-month-partitions.js';
import { ensureMonthPartitions } from './month-partitions.js';
import { TenantDatabase } from './tenant-database.js';

let database: TestDatabase;
let db: TenantDatabase;

beforeAll(async () => {
  database = await specDatabase();
  db = new TenantDatabase({ url: database.serviceUrl('engagement'), poolSize: 8, applicationName: 'spec' });
  await runSql(
    database.ownerUrl('engagement'),
    `
    CREATE TABLE visit (
      tenant_id uuid NOT NULL, at timestamptz NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, owner_id uuid, page text NOT NULL DEFAULT '/' CHECK (page <> ''),
      PRIMARY KEY (tenant_id, at, id), FOREIGN KEY (tenant_id, owner_id) REFERENCES owner
    ) PARTITION BY RANGE (at);
    CREATE INDEX visit_page ON visit (tenant_id, page);
    SELECT protect_tenant_table('visit');`,
  );
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const ensure = (monthsAhead: number): Promise<number> => db.withoutTenant((tx) => ensureMonthPartitions(tx, ['visit'], monthsAhead));
const iso = (step: number): string => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + step, 1)).toISOString().slice(0, 7);
};
const partitions = async (): Promise<string[]> => {
  const rows = await runSql<{ name: string }>(
    database.adminUrl,
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'engagement.visit'::regclass ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
};
const monthName = (step: number): string => {
  const now = new Date();
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + step, 1));
  return `engagement.visit_y${month.getUTCFullYear()}m${String(month.getUTCMonth() + 1).padStart(2, '0')}`;
};

it('makes last month to the months ahead once, however many ask at the same time', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => ensure(3)));
  expect(made.toSorted()).toEqual([0, 0, 0, 0, 0, 0, 0, 5]);
  expect(await partitions()).toEqual([-1, 0, 1, 2, 3].map(monthName));
  expect(await ensure(4)).toBe(1);
});

it('takes rows of this month and of the months ahead', async () => {
  const insert = `INSERT INTO visit (tenant_id, at) SELECT $1, date_trunc('month', now()) + make_interval(months => step) FROM generate_series(-1, 3) AS step`;
  expect(await db.inTenant(TENANT, (tx) => tx.execute(insert, [TENANT]))).toBe(5);
  expect(
    await db.readInTenant(TENANT, (tx) => tx.query('SELECT DISTINCT tableoid::regclass::text AS name FROM visit ORDER BY 1')),
  ).toHaveLength(5);
});

it('holds the rules of the parent: keys, checks, defaults, tenancy', async () => {
  const insert = (columns: string, values: string) =>
    db.inTenant(TENANT, (tx) => tx.execute(`INSERT INTO visit (tenant_id, at, ${columns}) VALUES ('${TENANT}', now(), ${values})`));
  await expect(insert('page', `''`)).rejects.toMatchObject({ code: '23514' });
  await expect(insert('owner_id', 'gen_random_uuid()')).rejects.toMatchObject({ code: '23503' });
  expect(await db.withoutTenant((tx) => tx.query('SELECT * FROM visit'))).toEqual([]);
});

it('closes the partitions themselves to the service', async () => {
  const name = monthName(0).replace('engagement.', '');
  await expect(db.inTenant(TENANT, (tx) => tx.query(`SELECT * FROM ${name}`))).rejects.toMatchObject({ code: '42501' });
  await expect(
    db.inTenant(TENANT, (tx) => tx.execute(`INSERT INTO ${name} (tenant_id, at) VALUES ($1, now())`, [TENANT])),
  ).rejects.toMatchObject({ code: '42501' });
});

it.each([
  ['a table that is not partitioned', `'note', 1`],
  ['a table of another slice', `'pg_catalog.pg_class', 1`],
  ['months beyond reason', `'visit', 100000`],
])('refuses %s', async (_what, args) => {
  await expect(db.withoutTenant((tx) => tx.query(`SELECT ensure_month_partitions(${args})`))).rejects.toMatchObject({ code: 'P0001' });
});

describe('detaching', () => {
  const detach = (step: number) => detachMonthPartition({ ownerUrl: database.ownerUrl('engagement'), table: 'visit', month: iso(step) });
  const countIn = async (table: string): Promise<number> =>
    (await runSql<{ n: number }>(database.adminUrl, `SELECT count(*)::int AS n FROM engagement.${table}`))[0]?.n ?? -1;
  const plain = (step: number): string => monthName(step).replace('engagement.', '');

  beforeAll(async () => {
    await runSql(database.ownerUrl('engagement'), `SELECT ensure_month_partitions('visit', 0, 5)`);
  });

  it('keeps the rows in a table of their own that the service cannot read, and frees the month', async () => {
    const insert = `INSERT INTO visit (tenant_id, at) SELECT $1, date_trunc('month', now()) - interval '3 months' FROM generate_series(1, 5)`;
    await db.inTenant(TENANT, (tx) => tx.execute(insert, [TENANT]));
    expect(await detach(-3)).toBe(plain(-3));
    expect(await partitions()).not.toContain(monthName(-3));
    expect(await countIn(plain(-3))).toBe(5);
    await expect(db.inTenant(TENANT, (tx) => tx.query(`SELECT * FROM ${plain(-3)}`))).rejects.toMatchObject({ code: '42501' });
    expect(await detach(-3)).toBeUndefined();
  });

  it('is seen in the list of months, which names what is there and no table that was taken out', async () => {
    await runSql(database.adminUrl, `ANALYZE engagement.visit`);
    const months = (await listMonthPartitions(database.ownerUrl('engagement'))).filter(({ table }) => table === 'visit');
    expect(months.map(({ month }) => month)).toEqual((await partitions()).map((name) => name.slice(-7).replace('m', '-')).toSorted());
    expect(months.map(({ month }) => month)).not.toContain(iso(-3));
    expect(months.find(({ month }) => month === iso(0))?.bytes).toBeGreaterThan(0);
    expect(months.filter(({ isDetaching }) => isDetaching)).toEqual([]);
  });

  it('lets writers go on, and loses none of their rows', async () => {
    const before = await countIn('visit');
    let written = 0;
    let isDone = false;
    const write = () => db.inTenant(TENANT, (tx) => tx.execute('INSERT INTO visit (tenant_id, at) VALUES ($1, now())', [TENANT]));
    const writers = Array.from({ length: 4 }, async () => {
      while (!isDone) {
        const rows = await write();
        written += rows;
      }
    });
    expect(await detach(-4)).toBe(plain(-4));
    isDone = true;
    await Promise.all(writers);
    expect(await countIn('visit')).toBe(before + written);
  });

  it('finishes what was interrupted', async () => {
    const held = new pg.Client({ connectionString: database.adminUrl });
    await held.connect();
    await held.query('BEGIN; SELECT 1 FROM engagement.visit LIMIT 1');
    const owner = new pg.Client({ connectionString: database.ownerUrl('engagement'), options: '-c statement_timeout=300ms' });
    await owner.connect();
    const interrupted = owner.query(`ALTER TABLE visit DETACH PARTITION ${plain(-5)} CONCURRENTLY`);
    await expect(interrupted).rejects.toMatchObject({ code: '57014' });
    await held.query('ROLLBACK');
    await Promise.all([held.end(), owner.end()]);
    expect(await detach(-5)).toBe(plain(-5));
    expect(await partitions()).not.toContain(monthName(-5));
  });

  it.each([-1, 0, 1])('refuses a month that is written to: %i from now', async (step) => {
    await expect(detach(step)).rejects.toThrow(RangeError);
  });

  it('refuses what is no month', async () => {
    await expect(detachMonthPartition({ ownerUrl: database.ownerUrl('engagement'), table: 'visit', month: '2020-13' })).rejects.toThrow(
      RangeError,
    );
  });
});

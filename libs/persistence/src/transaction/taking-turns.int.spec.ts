import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase, testStack } from '@leadstream/testing';
import { runSql } from '../../spec/spec-slice.js';
import { TenantDatabase } from '../tenant-database.js';

/**
 * Many clients on one server connection, as behind a pooler in transaction mode; without one, each has a connection of its
 * own. Either way the statements that travel together must be one transaction of one tenant.
 */
const CLIENTS = 8;
const ROUNDS = 25;
const TENANTS = [randomUUID(), randomUUID()] as const;

let database: TestDatabase;
let clients: TenantDatabase[];

beforeAll(async () => {
  database = await testDatabase({ singleConnection: true });
  await runSql(
    database.ownerUrl('lead'),
    `CREATE TABLE turn (tenant_id uuid NOT NULL, id uuid NOT NULL, PRIMARY KEY (tenant_id, id)); SELECT protect_tenant_table('turn')`,
  );
  const options = { url: database.serviceUrl('lead'), poolSize: 1, acquireTimeoutMs: 20_000 };
  clients = Array.from({ length: CLIENTS }, (_, n) => new TenantDatabase({ ...options, applicationName: `turn-${n}` }));
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await database.drop();
});

interface Seen {
  readonly tenant: string;
  readonly set: string;
  readonly owners: string[];
  readonly pid: number;
}

const seen: Seen[] = [];
const LOOK = `SELECT current_setting('app.tenant_id', true) AS set, pg_backend_pid() AS pid,
  (SELECT coalesce(array_agg(DISTINCT tenant_id::text), '{}') FROM turn) AS owners`;

async function takeTurns(client: TenantDatabase, n: number): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const tenant = TENANTS[(n + round) % 2] ?? '';
    await client.inTenant(tenant, async (tx) => {
      await Promise.all([
        tx.execute({ name: 'turn_add', text: 'INSERT INTO turn (tenant_id, id) VALUES ($1, $2)' }, [tenant, randomUUID()]),
        tx.query(LOOK).then(([row]) => seen.push({ tenant, ...(row as Omit<Seen, 'tenant'>) })),
      ]);
    });
    // Two reads of different tenants sent back to back: each a transaction without BEGIN.
    const reads = TENANTS.map((reader) =>
      client.readInTenant(reader, async (tx) => {
        const [row] = await tx.query<Omit<Seen, 'tenant'>>({ name: 'turn_look', text: LOOK });
        if (row) seen.push({ tenant: reader, ...row });
      }),
    );
    await Promise.all(reads);
  }
}

it('shows each tenant its own rows, whoever had the server connection before', async () => {
  await Promise.all(clients.map(takeTurns));
  expect(seen).toHaveLength(CLIENTS * ROUNDS * 3);
  expect(seen.filter(({ tenant, set, owners }) => set !== tenant || owners.some((owner) => owner !== tenant))).toEqual([]);
  expect(new Set(seen.map(({ pid }) => pid)).size).toBe(testStack().poolerAddress === undefined ? CLIENTS : 1);
});

it('leaves no tenant on the connection', async () => {
  const left = await clients[0]?.withoutTenant((tx) => tx.queryOne<{ rows: string }>('SELECT count(*) AS rows FROM turn'));
  expect(left).toEqual({ rows: '0' });
});

it('lets no read write, and no write of one tenant reach another', async () => {
  const [one, other] = TENANTS;
  const add = [`INSERT INTO turn (tenant_id, id) VALUES ($1, $2)`, [other, randomUUID()]] as const;
  await expect(clients[0]?.readInTenant(other, (tx) => tx.execute(...add))).rejects.toMatchObject({ code: '25006' });
  await expect(clients[1]?.inTenant(one, (tx) => tx.execute(...add))).rejects.toMatchObject({ code: '42501' });
});

it('shows nothing of a transaction that was rolled back, to nobody', async () => {
  const id = randomUUID();
  const failing = clients[0]?.inTenant(TENANTS[0], async (tx) => {
    await tx.execute('INSERT INTO turn (tenant_id, id) VALUES ($1, $2)', [TENANTS[0], id]);
    throw new Error('changed its mind');
  });
  await expect(failing).rejects.toThrow('changed its mind');
  expect(await clients[1]?.readInTenant(TENANTS[0], (tx) => tx.query('SELECT 1 FROM turn WHERE id = $1', [id]))).toEqual([]);
});

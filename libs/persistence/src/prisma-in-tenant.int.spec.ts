import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type Idempotency, runInContext } from '@leadstream/kernel';
import type { TestDatabase } from '@leadstream/testing';
import { PrismaClient } from '../spec/generated/prisma/client.js';
import { OTHER_TENANT, runSql, specDatabase, TENANT } from '../spec/spec-slice.js';
import { ColumnCipher } from './encryption/column-cipher.js';
import { Keyring } from './encryption/keyring.js';
import { prismaInTenant, prismaWrite } from './prisma-in-tenant.js';
import { violationOf } from './sql-state.js';
import { TenantDatabase } from './tenant-database.js';

let database: TestDatabase;
let db: TenantDatabase;
/** A client as an app makes it: with the cipher for answers. */
class SpecPrisma extends PrismaClient {
  readonly answers = new ColumnCipher(Keyring.parse(`k1:${Buffer.alloc(32, 1).toString('base64')}`));
}

let prisma: SpecPrisma;

beforeAll(async () => {
  database = await specDatabase();
  db = new TenantDatabase({ url: database.serviceUrl('engagement'), poolSize: 2, applicationName: 'prisma' });
  prisma = new SpecPrisma({ adapter: db.prismaAdapter('engagement') });
});
afterAll(async () => {
  await prisma.$disconnect();
  await db.end();
  await database.drop();
});
beforeEach(() => runSql(database.adminUrl, 'DELETE FROM engagement.note; DELETE FROM engagement.outbox'));

const count = (): Promise<number> => prismaInTenant(prisma, TENANT, ({ prisma: tx }) => tx.note.count());

it('sees and writes the rows of its tenant only', async () => {
  await prismaInTenant(prisma, TENANT, ({ prisma: tx }) => tx.note.create({ data: { tenantId: TENANT, body: 'mine' } }));
  expect(await count()).toBe(1);
  expect(await prismaInTenant(prisma, OTHER_TENANT, ({ prisma: tx }) => tx.note.count())).toBe(0);
  const planted = prismaInTenant(prisma, OTHER_TENANT, ({ prisma: tx }) => tx.note.create({ data: { tenantId: TENANT, body: 'planted' } }));
  await expect(planted).rejects.toThrow();
  expect(await count()).toBe(1);
});

it('sees nothing outside of a tenant, and leaves no tenant behind', async () => {
  await prismaInTenant(prisma, TENANT, ({ prisma: tx }) => tx.note.create({ data: { tenantId: TENANT, body: 'mine' } }));
  const counts = await Promise.all(Array.from({ length: 6 }, () => prisma.note.count()));
  expect(new Set(counts)).toEqual(new Set([0]));
  expect(await db.withoutTenant((tx) => tx.query('SELECT body FROM note'))).toEqual([]);
});

it('gives SQL beside Prisma in one transaction, so that an event is stored with its change or not at all', async () => {
  const change = (fails: boolean): Promise<unknown> =>
    prismaInTenant(prisma, TENANT, async ({ prisma: model, tx }) => {
      const note = await model.note.create({ data: { tenantId: TENANT, body: 'told' } });
      await tx.execute(
        {
          name: 'outbox',
          text: `INSERT INTO outbox (tenant_id, event_id, topic, partition_key, headers, payload)
         SELECT $1::uuid, e, t, 'k', h, 'p' FROM unnest($2::uuid[], $3::text[], $4::jsonb[]) AS u (e, t, h)`,
        },
        [tx.tenantId, [note.id], ['crm.note.v1'], [JSON.stringify({ a: 1 })]],
      );
      if (fails) throw new Error('changed my mind');
      return tx.queryOne('SELECT body, position, price, created_at FROM note WHERE id = $1::uuid', [note.id]);
    });
  await expect(change(true)).rejects.toThrow('changed my mind');
  expect(await runSql(database.adminUrl, 'SELECT FROM engagement.outbox')).toHaveLength(0);
  expect(await change(false)).toEqual({
    body: 'told',
    position: expect.stringMatching(/^\d+$/),
    price: null,
    created_at: expect.any(Date),
  });
  expect(await runSql(database.adminUrl, 'SELECT topic, headers FROM engagement.outbox')).toEqual([
    { topic: 'crm.note.v1', headers: { a: 1 } },
  ]);
});

it('names the constraint that refused a row', async () => {
  const twice = prismaInTenant(prisma, TENANT, async ({ prisma: tx }) => {
    await tx.note.create({ data: { tenantId: TENANT, body: 'same' } });
    await tx.note.create({ data: { tenantId: TENANT, body: 'same' } });
  });
  const error = await twice.catch((thrown: unknown) => thrown);
  expect(violationOf(error)).toEqual({ kind: 'unique', constraint: 'note_body_key' });
  expect(await count()).toBe(0);
});

it('runs what fails because of others again', async () => {
  let rounds = 0;
  await prismaInTenant(prisma, TENANT, async ({ prisma: tx }) => {
    rounds += 1;
    if (rounds === 1) await tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'busy' USING ERRCODE = '40001'; END $$`);
  });
  expect(rounds).toBe(2);
});

it('maps a lost connection to unavailability', async () => {
  const lost = prismaInTenant(prisma, TENANT, ({ prisma: tx }) => tx.$queryRawUnsafe('SELECT pg_terminate_backend(pg_backend_pid())'));
  await expect(lost).rejects.toMatchObject({ code: 'DATABASE.UNAVAILABLE', kind: 'unavailable' });
  expect(await count()).toBe(0);
  const nowhere = new TenantDatabase({ url: 'postgres://x:y@127.0.0.1:1/none', poolSize: 1, applicationName: 'prisma' });
  const client = new PrismaClient({ adapter: nowhere.prismaAdapter('engagement') });
  await expect(prismaInTenant(client, TENANT, ({ prisma: tx }) => tx.note.count())).rejects.toMatchObject({ code: 'DATABASE.UNAVAILABLE' });
  await nowhere.end();
});

it('does a write once per idempotency key', async () => {
  const write = async (): Promise<{ answer: unknown; replayed: boolean }> => {
    const idempotency: Idempotency = { key: 'k', fingerprint: 'f', replayed: false };
    const context = { tenantId: TENANT, actor: { kind: 'api-key', id: 'k' }, scopes: [], requestId: 'r', idempotency } as const;
    const answer = await runInContext(context, () =>
      prismaWrite(prisma, async ({ prisma: tx }) => (await tx.note.create({ data: { tenantId: TENANT, body: 'once' } })).body),
    );
    return { answer, replayed: idempotency.replayed };
  };
  expect([await write(), await write()]).toEqual([
    { answer: 'once', replayed: false },
    { answer: 'once', replayed: true },
  ]);
  expect(await count()).toBe(1);
});

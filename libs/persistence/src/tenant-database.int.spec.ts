import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, type TestDatabase, testStack } from '@leadstream/testing';
import { OTHER_TENANT, runSql, specDatabase, TENANT } from '../spec/spec-slice.js';
import { TenantDatabase } from './tenant-database.js';
import type { SystemTx, Tx } from './tx.js';

let database: TestDatabase;
let db: TenantDatabase;

beforeAll(async () => {
  database = await specDatabase();
  // One connection: whatever a transaction leaves behind, the next one finds.
  db = new TenantDatabase({ url: database.serviceUrl('engagement'), poolSize: 1, applicationName: 'spec' });
});
afterAll(async () => {
  await db.end();
  await database.drop();
});
beforeEach(() => db.inTenant(TENANT, (tx) => insert(tx, 'mine')));
afterEach(() => runSql(database.adminUrl, 'DELETE FROM engagement.note; DELETE FROM engagement.plain_setting'));

const END_OF_SERVICES = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'engagement_service' AND datname = current_database()`;

const bodies = async (tx: SystemTx): Promise<string[]> =>
  (await tx.query<{ body: string }>('SELECT body FROM note ORDER BY body')).map(({ body }) => body);
const insert = (tx: Tx, body: string, tenantId = tx.tenantId): Promise<number> =>
  tx.execute({ name: 'note_insert', text: 'INSERT INTO note (tenant_id, body) VALUES ($1, $2)' }, [tenantId, body]);
const tenantSetting = (tx: SystemTx): Promise<{ tenant: string } | undefined> =>
  tx.queryOne(`SELECT current_setting('app.tenant_id', true) AS tenant`);

describe('tenancy', () => {
  it('shows a tenant its own rows', async () => {
    expect(await db.inTenant(TENANT, bodies)).toEqual(['mine']);
    expect(await db.readInTenant(TENANT, bodies)).toEqual(['mine']);
  });

  it('shows no rows without a tenant', async () => {
    expect(await db.withoutTenant(bodies)).toEqual([]);
  });

  it('hides the rows of another tenant from reads, updates and deletes', async () => {
    await db.inTenant(OTHER_TENANT, async (tx) => {
      expect(await bodies(tx)).toEqual([]);
      expect(await tx.execute('UPDATE note SET weight = 9')).toBe(0);
      expect(await tx.execute('DELETE FROM note WHERE tenant_id = $1', [TENANT])).toBe(0);
    });
    expect(await db.readInTenant(TENANT, bodies)).toEqual(['mine']);
  });

  it('refuses a row of another tenant, new or moved', async () => {
    await expect(db.inTenant(OTHER_TENANT, (tx) => insert(tx, 'planted', TENANT))).rejects.toMatchObject({ code: '42501' });
    await expect(db.inTenant(TENANT, (tx) => tx.execute('UPDATE note SET tenant_id = $1', [OTHER_TENANT]))).rejects.toMatchObject({
      code: '42501',
    });
    await expect(
      db.withoutTenant((tx) => tx.execute('INSERT INTO note (tenant_id, body) VALUES ($1, $2)', [TENANT, 'x'])),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('refuses a tenant id that is none', async () => {
    await expect(db.inTenant(`${TENANT}' OR true`, bodies)).rejects.toThrow(TypeError);
    await expect(db.readInTenant('', bodies)).rejects.toThrow(TypeError);
  });
});

describe('acrossTenants', () => {
  it('shows each tenant its own rows in its turn, and none between turns', async () => {
    await db.acrossTenants(async (tx) => {
      expect(await bodies(tx)).toEqual([]);
      expect(await bodies(tx.enter(TENANT))).toEqual(['mine']);
      expect(await bodies(tx.enter(OTHER_TENANT))).toEqual([]);
      expect(await bodies(tx)).toEqual([]);
    });
  });

  it('refuses a row of another tenant than the one whose turn it is', async () => {
    const planting = db.acrossTenants((tx) => (tx.enter(TENANT), insert(tx.enter(OTHER_TENANT), 'planted', TENANT)));
    await expect(planting).rejects.toMatchObject({ code: '42501' });
  });

  it('sends statements of several tenants together, each under its own', async () => {
    const found = await db.acrossTenants((tx) =>
      Promise.all([
        insert(tx.enter(TENANT), 'one'),
        insert(tx.enter(OTHER_TENANT), 'two'),
        bodies(tx),
        bodies(tx.enter(TENANT)),
        bodies(tx.enter(OTHER_TENANT)),
      ]),
    );
    expect(found).toEqual([1, 1, [], ['mine', 'one'], ['two']]);
    expect(await db.readInTenant(OTHER_TENANT, bodies)).toEqual(['two']);
  });

  it('lets nobody speak out of turn', async () => {
    await db.acrossTenants(async (tx) => {
      const mine = tx.enter(TENANT);
      tx.enter(OTHER_TENANT);
      await expect(bodies(mine)).rejects.toThrow('the turn is over');
      await expect(insert(mine, 'late')).rejects.toThrow('the turn is over');
      expect(await bodies(tx.enter(TENANT))).toEqual(['mine']);
      expect(() => tx.enter(`${TENANT}' OR true`)).toThrow(TypeError);
    });
  });

  it('keeps all or nothing', async () => {
    const failing = db.acrossTenants(async (tx) => {
      await insert(tx.enter(TENANT), 'one');
      await insert(tx.enter(OTHER_TENANT), 'two');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await db.readInTenant(TENANT, bodies)).toEqual(['mine']);
    expect(await db.readInTenant(OTHER_TENANT, bodies)).toEqual([]);
  });
});

describe('the tenant setting does not leak through the pool', () => {
  const failing = (): Promise<never> => Promise.reject(new Error('no'));
  const before: Record<string, () => Promise<unknown>> = {
    'a commit': () => db.inTenant(TENANT, bodies),
    'a transaction of several': () => db.acrossTenants((tx) => bodies(tx.enter(TENANT))),
    'a read': () => db.readInTenant(TENANT, bodies),
    'a rollback': () => db.inTenant(TENANT, async (tx) => (await bodies(tx), failing())).catch(() => undefined),
    'a failed statement': () => db.inTenant(TENANT, (tx) => tx.query('SELECT 1 / 0')).catch(() => undefined),
    'a failed read': () => db.readInTenant(TENANT, (tx) => tx.query('SELECT 1 / 0')).catch(() => undefined),
    'a session-wide setting': () => db.inTenant(TENANT, (tx) => tx.query(`SELECT set_config('app.tenant_id', $1, false)`, [TENANT])),
  };
  it.each(Object.keys(before))('after %s', async (kind) => {
    await before[kind]?.();
    expect(await db.withoutTenant(tenantSetting)).toEqual({ tenant: '' });
    expect(await db.withoutTenant(bodies)).toEqual([]);
    expect(await db.readInTenant(OTHER_TENANT, bodies)).toEqual([]);
  });
});

describe('transactions', () => {
  it('stores nothing of work that throws', async () => {
    await expect(
      db.inTenant(TENANT, async (tx) => {
        await insert(tx, 'half');
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await db.readInTenant(TENANT, bodies)).toEqual(['mine']);
  });

  it('does not pass over a failure that the work swallowed', async () => {
    const work = db.inTenant(TENANT, async (tx) => {
      await insert(tx, 'half');
      await tx.query('SELECT 1 / 0').catch(() => undefined);
      return 'fine';
    });
    await expect(work).rejects.toMatchObject({ code: '22012' });
    expect(await db.readInTenant(TENANT, bodies)).toEqual(['mine']);
  });

  it('does not pass over a statement that could not be sent, whoever waited for it', async () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const work = db.inTenant(TENANT, async (tx) => {
      await insert(tx, 'half');
      await tx.query('SELECT $1::jsonb', [circular]).catch(() => undefined);
    });
    await expect(work).rejects.toThrow('circular');
    expect(await db.readInTenant(TENANT, bodies)).toEqual(['mine']);
    const unheard = db.inTenant(TENANT, async (tx) => void tx.query('SELECT $1::jsonb', [circular]).catch(() => undefined));
    await expect(unheard).rejects.toThrow('circular');
  });

  it('gives the first failure of statements that were sent together, and keeps none of them', async () => {
    const work = db.inTenant(TENANT, (tx) =>
      Promise.all([insert(tx, 'one'), tx.query('SELECT 1 / 0'), insert(tx, 'two'), tx.query('SELEC')]),
    );
    await expect(work).rejects.toMatchObject({ code: '22012' });
    expect(await db.readInTenant(TENANT, bodies)).toEqual(['mine']);
  });

  it('reports a constraint that is checked at commit', async () => {
    await runSql(
      database.ownerUrl('engagement'),
      'ALTER TABLE note ADD CONSTRAINT late UNIQUE (tenant_id, code) DEFERRABLE INITIALLY DEFERRED',
    );
    await expect(db.inTenant(TENANT, (tx) => insert(tx, 'same code'))).rejects.toMatchObject({ code: '23505', constraint: 'late' });
    await runSql(database.ownerUrl('engagement'), 'ALTER TABLE note DROP CONSTRAINT late');
    expect(await db.readInTenant(TENANT, bodies)).toEqual(['mine']);
  });

  it('refuses statements after its end', async () => {
    let kept: Tx | undefined;
    await db.inTenant(TENANT, async (tx) => void (kept = tx));
    await expect(kept?.query('SELECT 1')).rejects.toThrow('the transaction is over');
    await db.readInTenant(TENANT, async (tx) => void (kept = tx));
    await expect(kept?.query('SELECT 1')).rejects.toThrow('the read is over');
  });

  it('runs what fails because of others again', async () => {
    let rounds = 0;
    let holding = 0;
    const concurrent = new TenantDatabase({ url: database.serviceUrl('engagement'), poolSize: 2, applicationName: 'spec' });
    const turns = Promise.withResolvers<void>();
    const swap = (first: string, second: string): Promise<void> =>
      concurrent.inTenant(TENANT, async (tx) => {
        rounds += 1;
        await tx.execute('UPDATE note SET weight = weight + 1 WHERE body = $1', [first]);
        holding += 1;
        if (holding === 2) turns.resolve();
        await turns.promise;
        await tx.execute('UPDATE note SET weight = weight + 1 WHERE body = $1', [second]);
      });
    await db.inTenant(TENANT, (tx) => insert(tx, 'other'));
    await Promise.all([swap('mine', 'other'), swap('other', 'mine')]);
    expect(rounds).toBe(3);
    expect(await db.readInTenant(TENANT, (tx) => tx.query('SELECT DISTINCT weight FROM note'))).toEqual([{ weight: 5 }]);
    await concurrent.end();
  });

  it('gives up after three more rounds', async () => {
    let rounds = 0;
    const work = db.inTenant(TENANT, async (tx) => {
      rounds += 1;
      await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'busy' USING ERRCODE = '40001'; END $$`);
    });
    await expect(work).rejects.toMatchObject({ code: '40001' });
    expect(rounds).toBe(4);
  });
});

describe('statements', () => {
  it('refuses a second statement in one text', async () => {
    await expect(db.inTenant(TENANT, (tx) => tx.query('SELECT 1; DELETE FROM note'))).rejects.toMatchObject({ code: '42601' });
  });

  it('cannot write in a read', async () => {
    await expect(db.readInTenant(TENANT, (tx) => insert(tx, 'sly'))).rejects.toMatchObject({ code: '25006' });
  });

  it('survives a prepared statement whose result type changed', async () => {
    const all = { name: 'setting_all', text: 'SELECT * FROM plain_setting' };
    await runSql(database.adminUrl, `INSERT INTO engagement.plain_setting VALUES ('a', 'b')`);
    expect(await db.withoutTenant((tx) => tx.query(all))).toEqual([{ name: 'a', value: 'b' }]);
    await runSql(database.ownerUrl('engagement'), 'ALTER TABLE plain_setting ADD COLUMN more int');
    // A pooler keeps the server's connection and with it the plan; `RECONNECT` on its console does this.
    if (testStack().poolerAddress !== undefined) await runSql(database.adminUrl, END_OF_SERVICES);
    await eventually(async () => expect(await db.withoutTenant((tx) => tx.query(all))).toEqual([{ name: 'a', value: 'b', more: null }]));
  });

  it('keeps its connection usable after a value that cannot be sent', async () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const statement = { name: 'echo', text: 'SELECT $1::jsonb AS echo' };
    expect(await db.readInTenant(TENANT, (tx) => tx.query(statement, [{ a: 1 }]))).toEqual([{ echo: { a: 1 } }]);
    await expect(db.inTenant(TENANT, (tx) => tx.query(statement, [circular]))).rejects.toThrow('circular');
    expect(await db.inTenant(TENANT, (tx) => tx.query(statement, [{ a: 2 }]))).toEqual([{ echo: { a: 2 } }]);
  });

  it('gives days as text and instants as dates', async () => {
    const row = await db.withoutTenant((tx) =>
      tx.queryOne(`SELECT date '2026-03-29' AS day, timestamptz '2026-03-29T00:30:00Z' AS at, 9007199254740993 AS big`),
    );
    expect(row).toEqual({ day: '2026-03-29', at: new Date('2026-03-29T00:30:00Z'), big: '9007199254740993' });
  });
});

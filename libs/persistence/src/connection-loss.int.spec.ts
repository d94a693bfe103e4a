import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type TestDatabase } from '@leadstream/testing';
import { runSql, specDatabase, TENANT } from '../spec/spec-slice.js';
import { TenantDatabase } from './tenant-database.js';

let database: TestDatabase;
let db: TenantDatabase;

beforeAll(async () => {
  database = await specDatabase();
  db = new TenantDatabase({ url: database.serviceUrl('engagement'), poolSize: 1, applicationName: 'loss', acquireTimeoutMs: 2_000 });
  // COMMIT waits here until the spec lets go of the lock.
  await runSql(
    database.ownerUrl('engagement'),
    `
    CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT ON plain_setting DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_at_commit();`,
  );
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const terminate = (): Promise<unknown> =>
  runSql(
    database.adminUrl,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'loss' AND datname = current_database()`,
  );

describe('connection loss', () => {
  it('is unavailability when no server answers', async () => {
    const nowhere = new TenantDatabase({ url: 'postgres://x:y@127.0.0.1:1/none', poolSize: 1, applicationName: 'loss' });
    await expect(nowhere.ping()).rejects.toMatchObject({ code: 'DATABASE.UNAVAILABLE', kind: 'unavailable' });
    await nowhere.end();
  });

  it('is unavailability when the pool is exhausted for too long', async () => {
    const small = new TenantDatabase({
      url: database.serviceUrl('engagement'),
      poolSize: 1,
      applicationName: 'loss',
      acquireTimeoutMs: 2_000,
    });
    const held = Promise.withResolvers<void>();
    const holder = small.inTenant(TENANT, async (tx) => (await tx.query('SELECT 1'), held.promise));
    await expect(small.ping()).rejects.toMatchObject({ code: 'DATABASE.UNAVAILABLE' });
    held.resolve();
    await holder;
    await small.end();
  });

  it('in mid-transaction is unavailability, stores nothing, and heals', async () => {
    const work = db.inTenant(TENANT, async (tx) => {
      await tx.execute('INSERT INTO note (tenant_id, body) VALUES ($1, $2)', [TENANT, 'lost']);
      await terminate();
      await tx.query('SELECT 1');
    });
    await expect(work).rejects.toMatchObject({ code: 'DATABASE.UNAVAILABLE', kind: 'unavailable' });
    expect(await db.readInTenant(TENANT, (tx) => tx.query('SELECT body FROM note'))).toEqual([]);
  });

  it('between two transactions goes unnoticed', async () => {
    await db.ping();
    await terminate();
    await eventually(() => db.ping());
  });

  it('in COMMIT leaves the outcome unknown, and says so', async () => {
    const block = new TenantDatabase({ url: database.serviceUrl('engagement'), poolSize: 1, applicationName: 'blocker' });
    const release = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const blocker = block.withoutTenant(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(4711)');
      locked.resolve();
      await release.promise;
    });
    await locked.promise;
    const work = expect(db.withoutTenant((tx) => tx.execute(`INSERT INTO plain_setting VALUES ('a', 'b')`))).rejects.toMatchObject({
      code: 'DATABASE.OUTCOME_UNKNOWN',
      kind: 'unavailable',
    });
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'loss' AND query = 'COMMIT' AND wait_event_type = 'Lock' AND datname = current_database()`;
    await eventually(async () => expect(await runSql(database.adminUrl, waiting)).toHaveLength(1));
    await terminate();
    await work;
    release.resolve();
    await blocker;
    await block.end();
  });

  it('is a timeout when the server ends a statement', async () => {
    const work = db.inTenant(TENANT, async (tx) => {
      await tx.query(`SELECT set_config('statement_timeout', '20ms', true)`);
      await tx.query('SELECT pg_sleep(10)');
    });
    await expect(work).rejects.toMatchObject({ code: 'DATABASE.TIMEOUT', kind: 'unavailable' });
    await expect(db.ping()).resolves.toBeUndefined();
  });

  it('is given up when the server says nothing', async () => {
    const impatient = new TenantDatabase({
      url: database.serviceUrl('engagement'),
      poolSize: 1,
      applicationName: 'impatient',
      answerTimeoutMs: 100,
    });
    await expect(impatient.withoutTenant((tx) => tx.query('SELECT pg_sleep(5)'))).rejects.toMatchObject({ code: 'DATABASE.UNAVAILABLE' });
    await eventually(() => impatient.ping());
    await impatient.end();
  });
});

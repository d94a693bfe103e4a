import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Idempotency, runInContext } from '@leadstream/kernel';
import type { TestDatabase } from '@leadstream/testing';
import { OTHER_TENANT, runSql, specDatabase, TENANT } from '../spec/spec-slice.js';
import { ColumnCipher } from './encryption/column-cipher.js';
import { countSealed, SEALED_COLUMNS, resealColumn, type SealedColumn } from './encryption/column-rotation.js';
import { Keyring } from './encryption/keyring.js';
import { TenantDatabase } from './tenant-database.js';
import type { Tx } from './tx.js';

const answers = new ColumnCipher(Keyring.parse(`k1:${Buffer.alloc(32, 1).toString('base64')}`));
let database: TestDatabase;
let db: TenantDatabase;

beforeAll(async () => {
  database = await specDatabase();
  db = new TenantDatabase({ url: database.serviceUrl('engagement'), poolSize: 4, applicationName: 'spec', answers });
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

interface Caller {
  readonly key: string;
  readonly fingerprint?: string;
  readonly tenantId?: string;
}

/** One request: its own context, one write. */
async function request<T>(
  { key, fingerprint = 'f1', tenantId = TENANT }: Caller,
  work: (tx: Tx) => Promise<T>,
): Promise<{ answer: T; replayed: boolean }> {
  const idempotency: Idempotency = { key, fingerprint, replayed: false };
  const context = { tenantId, actor: { kind: 'api-key', id: 'k' }, scopes: [], requestId: 'r', idempotency } as const;
  const answer = await runInContext(context, () => db.write(work));
  return { answer, replayed: idempotency.replayed };
}

const add =
  (body: string) =>
  async (tx: Tx): Promise<{ body: string; at: Date }> => {
    await tx.execute('INSERT INTO note (tenant_id, body) VALUES ($1, $2)', [tx.tenantId, body]);
    return { body, at: new Date('2026-01-01T00:00:00Z') };
  };
const count = async (body: string): Promise<number> =>
  (await runSql(database.adminUrl, 'SELECT FROM engagement.note WHERE body = $1', [body])).length;

it('does the work once and gives the same answer again', async () => {
  const first = await request({ key: 'once' }, add('once'));
  const second = await request({ key: 'once' }, add('once'));
  expect(first).toEqual({ answer: { body: 'once', at: '2026-01-01T00:00:00.000Z' }, replayed: false });
  expect(second).toEqual({ ...first, replayed: true });
  expect(await count('once')).toBe(1);
});

it('gives an empty answer again too', async () => {
  expect(await request({ key: 'void' }, async () => undefined)).toEqual({ answer: undefined, replayed: false });
  expect(await request({ key: 'void' }, async () => undefined)).toEqual({ answer: undefined, replayed: true });
});

it('refuses the key for another request', async () => {
  await request({ key: 'reuse' }, add('reuse'));
  const other = request({ key: 'reuse', fingerprint: 'f2' }, add('reuse more'));
  await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY.KEY_REUSED', kind: 'invalid' });
  expect(await count('reuse more')).toBe(0);
});

it('keeps the keys of tenants apart', async () => {
  await request({ key: 'shared' }, add('shared'));
  expect((await request({ key: 'shared', fingerprint: 'f2', tenantId: OTHER_TENANT }, add('shared'))).replayed).toBe(false);
});

it('tells a concurrent twin to wait, and gives it the answer afterwards', async () => {
  const [started, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const first = request({ key: 'twin' }, async (tx) => {
    started.resolve();
    await finish.promise;
    return add('twin')(tx);
  });
  await started.promise;
  await expect(request({ key: 'twin' }, add('twin'))).rejects.toMatchObject({ code: 'IDEMPOTENCY.IN_PROGRESS', kind: 'conflict' });
  finish.resolve();
  await first;
  expect(await request({ key: 'twin' }, add('twin'))).toEqual({ ...(await first), replayed: true });
  expect(await count('twin')).toBe(1);
});

it('gives every one of many concurrent twins either the answer or a conflict', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => request({ key: 'crowd' }, add('crowd'))));
  const codes = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'answered' : (outcome.reason as { code: string }).code));
  expect(new Set([...codes, 'IDEMPOTENCY.IN_PROGRESS'])).toEqual(new Set(['answered', 'IDEMPOTENCY.IN_PROGRESS']));
  expect(await count('crowd')).toBe(1);
});

it('stores nothing when the work fails, so that a retry does it', async () => {
  const idempotency: Idempotency = { key: 'retry', fingerprint: 'f1', replayed: false };
  const context = { tenantId: TENANT, actor: { kind: 'api-key', id: 'k' }, scopes: [], requestId: 'r', idempotency } as const;
  const failing = async (tx: Tx): Promise<never> => {
    await add('retry')(tx);
    throw new Error('later');
  };
  await expect(runInContext(context, () => db.write(failing))).rejects.toThrow('later');
  expect(await count('retry')).toBe(0);
  await runInContext(context, () => db.write(add('retry')));
  expect([await count('retry'), idempotency.replayed]).toEqual([1, false]);
});

it('refuses a second write of one request, which would get the answer of the first', async () => {
  const idempotency: Idempotency = { key: 'second', fingerprint: 'f1', replayed: false };
  const context = { tenantId: TENANT, actor: { kind: 'api-key', id: 'k' }, scopes: [], requestId: 'r', idempotency } as const;
  await runInContext(context, async () => {
    await db.write(add('second'));
    await expect(db.write(add('third'))).rejects.toThrow('one write');
  });
});

it('forgets a key after a day', async () => {
  await request({ key: 'old' }, add('old'));
  const [row] = await runSql<{ hours: number }>(
    database.adminUrl,
    `SELECT extract(epoch FROM expires_at - created_at)::int / 3600 AS hours FROM engagement.idempotency_key WHERE key = 'old'`,
  );
  expect(row).toEqual({ hours: 24 });
  await runSql(database.adminUrl, `UPDATE engagement.idempotency_key SET expires_at = now() - interval '1 second' WHERE key = 'old'`);
  expect((await request({ key: 'old', fingerprint: 'f2' }, add('new'))).replayed).toBe(false);
  expect((await request({ key: 'old', fingerprint: 'f2' }, add('new'))).replayed).toBe(true);
});

it('needs an ambient context', async () => {
  await expect(db.write(add('nobody'))).rejects.toThrow('no ambient context');
  await expect(db.read((tx) => tx.query('SELECT 1'))).rejects.toThrow('no ambient context');
});

it('keeps the answer sealed, for this tenant and key only', async () => {
  await request({ key: 'sealed' }, add('canary'));
  const stored = await runSql<{ answer: string | null; sealed_answer: Buffer }>(
    database.adminUrl,
    `SELECT answer::text, sealed_answer FROM engagement.idempotency_key WHERE key = 'sealed'`,
  );
  expect(stored[0]?.answer).toBeNull();
  expect(stored[0]?.sealed_answer.includes('canary')).toBe(false);
  await runSql(database.adminUrl, `UPDATE engagement.idempotency_key SET key = 'moved' WHERE key = 'sealed'`);
  await expect(request({ key: 'moved' }, add('other'))).rejects.toMatchObject({ code: 'ENCRYPTION.VALUE_UNREADABLE' });
});

it('still gives answers that an older release kept in the open', async () => {
  await runSql(
    database.adminUrl,
    `INSERT INTO engagement.idempotency_key (tenant_id, key, fingerprint, answer) VALUES ($1, 'older', 'f1', '{"body":"older"}')`,
    [TENANT],
  );
  expect(await request({ key: 'older' }, add('older'))).toEqual({ answer: { body: 'older' }, replayed: true });
});

it('cannot keep an answer without a cipher', async () => {
  const bare = new TenantDatabase({ url: database.serviceUrl('engagement'), poolSize: 1, applicationName: 'spec-bare' });
  const context = { tenantId: TENANT, actor: { kind: 'api-key', id: 'k' }, scopes: [], requestId: 'r' } as const;
  const idempotency = { key: 'bare', fingerprint: 'f', replayed: false };
  const write = runInContext({ ...context, idempotency }, () => bare.write(add('bare')));
  await expect(write).rejects.toThrow('needs a cipher');
  expect(await count('bare')).toBe(0);
  await bare.end();
});

it('gives the same answers when they were sealed anew, in batches, and the old key is gone', async () => {
  for (let n = 1; n <= 5; n += 1) await request({ key: `rotated ${n}`, tenantId: n % 2 ? TENANT : OTHER_TENANT }, add(`rotated ${n}`));
  await runSql(database.adminUrl, `DELETE FROM engagement.idempotency_key WHERE key = 'moved'`);
  const second = `k2:${Buffer.alloc(32, 2).toString('base64')}`;
  const both = new ColumnCipher(Keyring.parse(`${second},k1:${Buffer.alloc(32, 1).toString('base64')}`));
  const owner = new TenantDatabase({ url: database.ownerUrl('engagement'), poolSize: 1, applicationName: 'spec-rotation' });
  const [column] = SEALED_COLUMNS as [SealedColumn];
  const { k1: sealed = 0, ...others } = await countSealed(owner, column);
  expect(sealed).toBeGreaterThanOrEqual(5);
  expect(others).toEqual({});
  expect(await resealColumn(owner, both, column, 2)).toBe(sealed);
  expect(await resealColumn(owner, both, column, 2)).toBe(0);
  await runSql(database.adminUrl, `UPDATE engagement.idempotency_key SET answer = NULL, sealed_answer = '\\x017f7b' WHERE key = 'older'`);
  expect(await countSealed(owner, column)).toEqual({ k2: sealed });
  await owner.end();
  const before = db;
  const alone = new ColumnCipher(Keyring.parse(second));
  db = new TenantDatabase({ url: database.serviceUrl('engagement'), poolSize: 4, applicationName: 'spec', answers: alone });
  await before.end();
  const replay = await request({ key: 'rotated 3' }, add('never'));
  expect(replay).toEqual({ answer: { body: 'rotated 3', at: '2026-01-01T00:00:00.000Z' }, replayed: true });
});

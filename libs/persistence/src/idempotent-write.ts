import type { Idempotency } from '@leadstream/kernel';
import { idempotencyErrors } from './database.errors.js';
import type { Tx } from './tx.js';

const LOCK = {
  name: 'idempotency_lock',
  text: `SELECT pg_try_advisory_xact_lock(hashtextextended($1::text, 0)) AS locked`,
};
const FIND = {
  name: 'idempotency_find',
  text: `SELECT fingerprint, answer::text FROM idempotency_key WHERE tenant_id = $1::uuid AND key = $2 AND expires_at > now()`,
};
const STORE = {
  name: 'idempotency_store',
  text: `INSERT INTO idempotency_key AS stored (tenant_id, key, fingerprint, answer) VALUES ($1::uuid, $2, $3, $4::json)
         ON CONFLICT (tenant_id, key) DO UPDATE
         SET fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at, expires_at = excluded.expires_at
         WHERE stored.expires_at <= now()`,
};

/** Keys whose request has done its write; a second write would be given the answer of the first. */
const spent = new WeakSet<Idempotency>();

/**
 * Does `work` once per idempotency key, inside the transaction that `transact` opens. Nothing is stored when it fails.
 * @returns what JSON makes of the answer, the first time too, so that a replay never differs
 */
export async function onceOnly<T>(
  idempotency: Idempotency,
  work: (tx: Tx) => Promise<T>,
  transact: (claimed: (tx: Tx) => Promise<T>) => Promise<T>,
): Promise<T> {
  if (spent.has(idempotency)) throw new Error('a request with an idempotency key makes one write; this is its second');
  spent.add(idempotency);
  try {
    return await transact((tx) => claim(tx, idempotency, () => work(tx)));
  } catch (error) {
    spent.delete(idempotency);
    throw error;
  }
}

async function claim<T>(tx: Tx, idempotency: Idempotency, work: () => Promise<T>): Promise<T> {
  const { key, fingerprint } = idempotency;
  // The lock first: whoever finds it free looks at what its last holder committed.
  const [lock, stored] = await Promise.all([
    tx.queryOne<{ locked: boolean }>(LOCK, [`idempotency:${tx.tenantId}:${key}`]),
    tx.queryOne<{ fingerprint: string; answer: string | null }>(FIND, [tx.tenantId, key]),
  ]);
  if (stored) {
    if (stored.fingerprint !== fingerprint) throw idempotencyErrors.KEY_REUSED();
    idempotency.replayed = true;
    return fromJson<T>(stored.answer);
  }
  if (!lock?.locked) throw idempotencyErrors.IN_PROGRESS({ extra: { retryAfterSeconds: 1 } });
  const answer = JSON.stringify(await work()) ?? null;
  await tx.execute(STORE, [tx.tenantId, key, fingerprint, answer]);
  return fromJson<T>(answer);
}

function fromJson<T>(answer: string | null): T {
  return (answer === null ? undefined : JSON.parse(answer)) as T;
}

import type { Idempotency } from '@leadstream/kernel';
import { idempotencyErrors } from './database.errors.js';
import type { ColumnCipher, ColumnPlace } from './encryption/column-cipher.js';
import type { Tx } from './tx.js';

const LOCK = {
  name: 'idempotency_lock',
  text: `SELECT pg_try_advisory_xact_lock(hashtextextended($1::text, 0)) AS locked`,
};
const FIND = {
  name: 'idempotency_find',
  text: `SELECT fingerprint, answer::text, sealed_answer AS sealed FROM idempotency_key WHERE tenant_id = $1::uuid AND key = $2 AND expires_at > now()`,
};
const STORE = {
  name: 'idempotency_store',
  text: `INSERT INTO idempotency_key AS stored (tenant_id, key, fingerprint, sealed_answer) VALUES ($1::uuid, $2, $3, $4::bytea)
         ON CONFLICT (tenant_id, key) DO UPDATE
         SET fingerprint = excluded.fingerprint, answer = NULL, sealed_answer = excluded.sealed_answer, created_at = excluded.created_at, expires_at = excluded.expires_at
         WHERE stored.expires_at <= now()`,
};

interface StoredAnswer {
  readonly fingerprint: string;
  /** From before answers were sealed. */
  readonly answer: string | null;
  readonly sealed: Uint8Array | null;
}

/** Keys whose request has done its write; a second write would be given the answer of the first. */
const spent = new WeakSet<Idempotency>();

/**
 * Does `work` once per idempotency key, inside the transaction that `transact` opens. Nothing is stored when it fails.
 * @param answers seals what is stored; there is no doing without, since answers are whole records
 * @returns what JSON makes of the answer, the first time too, so that a replay never differs
 */
export async function onceOnly<T>(
  idempotency: Idempotency,
  answers: ColumnCipher | undefined,
  work: (tx: Tx) => Promise<T>,
  transact: (claimed: (tx: Tx) => Promise<T>) => Promise<T>,
): Promise<T> {
  if (answers === undefined) throw new Error('a write with an idempotency key needs a cipher for its answer');
  if (spent.has(idempotency)) throw new Error('a request with an idempotency key makes one write; this is its second');
  spent.add(idempotency);
  try {
    return await transact((tx) => claim(tx, idempotency, answers, () => work(tx)));
  } catch (error) {
    spent.delete(idempotency);
    throw error;
  }
}

async function claim<T>(tx: Tx, idempotency: Idempotency, answers: ColumnCipher, work: () => Promise<T>): Promise<T> {
  const { key, fingerprint } = idempotency;
  const place: ColumnPlace = { tenantId: tx.tenantId, column: 'idempotency_key.answer', row: key };
  // The lock first: whoever finds it free looks at what its last holder committed.
  const [lock, stored] = await Promise.all([
    tx.queryOne<{ locked: boolean }>(LOCK, [`idempotency:${tx.tenantId}:${key}`]),
    tx.queryOne<StoredAnswer>(FIND, [tx.tenantId, key]),
  ]);
  if (stored) {
    if (stored.fingerprint !== fingerprint) throw idempotencyErrors.KEY_REUSED();
    idempotency.replayed = true;
    return fromJson<T>(stored.sealed === null ? stored.answer : answers.open(stored.sealed, place));
  }
  if (!lock?.locked) throw idempotencyErrors.IN_PROGRESS({ extra: { retryAfterSeconds: 1 } });
  const answer = JSON.stringify(await work()) ?? null;
  await tx.execute(STORE, [tx.tenantId, key, fingerprint, answer === null ? null : answers.seal(answer, place)]);
  return fromJson<T>(answer);
}

function fromJson<T>(answer: string | null): T {
  return (answer === null ? undefined : JSON.parse(answer)) as T;
}

import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@leadstream/kernel';
import type { TenantDatabase, Tx } from '@leadstream/persistence';
import type { Outbox, OutboxItem } from '../../../src/index.js';
import { type AccountEvent, accountEvents, digestOf } from './account-events.js';
import type { Step, TransactionPlan } from './transaction-plan.js';

/** What the client was told about its transaction. */
export type Told = 'committed' | 'refused' | 'unknown';

/** Where transactions go. */
export interface Books {
  readonly database: TenantDatabase;
  readonly outbox: Pick<Outbox, 'add' | 'addAll'>;
  readonly tenantIds: readonly string[];
  /** The same ids for each tenant: only the tenant tells their accounts apart. */
  readonly accountIds: readonly string[];
  readonly topicPrefix: string;
}

const SERIALIZATION_FAILURE = `DO $$ BEGIN RAISE EXCEPTION 'collision' USING ERRCODE = '40001'; END $$`;

/** Runs one planned transaction. @param number of the transaction, under which Postgres knows it */
export async function transact(books: Books, plan: TransactionPlan, number: number): Promise<Told> {
  let attempts = 0;
  const work = async (tx: Tx): Promise<void> => {
    attempts += 1;
    await tx.execute('INSERT INTO oracle_transaction (tenant_id, number, slow) VALUES ($1, $2, $3)', [
      tx.tenantId,
      number,
      plan.commitsSlowly,
    ]);
    for (const step of plan.steps) await takeStep(books, tx, step, number);
    if (plan.openForMs > 0) await delay(plan.openForMs);
    if (plan.collidesOnce && attempts === 1) await tx.execute(SERIALIZATION_FAILURE);
    if (plan.ending === 'failing_statement') await tx.query('SELECT 1 / 0');
    if (plan.ending === 'throw') throw new Error('rolled back at will');
  };
  try {
    await books.database.inTenant(books.tenantIds[plan.tenant] as string, work);
    return 'committed';
  } catch (error) {
    return error instanceof DomainError && error.code === 'DATABASE.OUTCOME_UNKNOWN' ? 'unknown' : 'refused';
  }
}

async function takeStep(books: Books, tx: Tx, step: Step, number: number): Promise<void> {
  if (step.givenUp === 'no') return addEvents(books, tx, step, number);
  await tx.execute('SAVEPOINT step');
  await addEvents(books, tx, step, number);
  if (step.givenUp === 'after_failure') await tx.query('SELECT 1 / 0').catch(() => undefined);
  await tx.execute('ROLLBACK TO SAVEPOINT step');
}

/** The new version is known to who holds the account's row until its commit, so versions are in commit order. */
async function addEvents(books: Books, tx: Tx, { account, events, together }: Step, number: number): Promise<void> {
  const accountId = books.accountIds[account] as string;
  const row = await tx.queryOne<{ version: number }>('UPDATE oracle_account SET version = version + $2 WHERE id = $1 RETURNING version', [
    accountId,
    events.length,
  ]);
  const before = (row?.version ?? Number.NaN) - events.length;
  const items = events.map(({ contract, text }, index): OutboxItem<AccountEvent> => {
    const version = before + index + 1;
    return { contract: accountEvents[contract] as AccountEvent, data: { accountId, version, text }, sequence: version };
  });
  await tx.execute(
    `INSERT INTO oracle_event (tenant_id, account_id, version, topic, type, digest, transaction_number)
     SELECT $1, $2, *, $7 FROM unnest($3::int[], $4::text[], $5::text[], $6::text[])`,
    [
      tx.tenantId,
      accountId,
      items.map(({ sequence }) => sequence),
      items.map(({ contract }) => books.topicPrefix + contract.topic.name),
      items.map(({ contract }) => contract.type),
      items.map((item) => digestOf(item.data.text)),
      number,
    ],
  );
  if (together) await books.outbox.addAll(tx, items);
  else for (const item of items) await books.outbox.add(tx, item.contract, item);
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Budget } from '@leadstream/contracts';
import { sql } from '@leadstream/testing';
import { book, ledgerOf, open, readBack, reconcile, treasurer } from '../../../test/budgets.js';
import { inspect } from '../../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import type { TenantClient } from '../../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ DATABASE_POOL_SIZE: '24' });
});
afterAll(() => app.stop());

const WRITERS = 64;
const EACH = 4;

/** A ledger of six entries: 100, then 1, 2, 3, 4, 5 spent. */
async function stage(): Promise<{ tenant: TenantClient; budget: Budget }> {
  const tenant = treasurer(app);
  const budget = await open(tenant);
  await book(tenant, budget, 'allocation', '100', { reference: 'plan' });
  for (const amount of [1, 2, 3, 4, 5]) await book(tenant, budget, 'spend', String(amount));
  return { tenant, budget };
}

/** As somebody could who owns the server: past grants, policies, triggers and foreign keys. */
async function tamper(budget: Budget, ...statements: string[]): Promise<void> {
  const text = statements.map((statement) => statement.replaceAll('$budget', `'${budget.id}'`)).join(';');
  await inspect(app.database, `BEGIN; SET LOCAL session_replication_role = replica; ${text}; COMMIT`);
}

describe('64 writers at once', () => {
  it('make one chain, without a gap and exact to the cent', async () => {
    const tenant = treasurer(app);
    const budget = await open(tenant);
    const other = await app.startAnother({ DATABASE_POOL_SIZE: '24' });
    const elsewhere = new URL(other.url ?? '');
    const writer = async (_: unknown, index: number): Promise<number[]> => {
      const statuses: number[] = [];
      for (let turn = 0; turn < EACH; turn += 1) {
        const path = `/v1/budgets/${budget.id}/entries`;
        const url = index % 2 === 0 ? path : new URL(path, elsewhere).href;
        const kind = turn % 2 === 0 ? 'allocation' : 'spend';
        const amount = { amount: turn % 2 === 0 ? '0.30' : '0.10', currency: 'EUR' };
        statuses.push((await tenant.post(url, { kind, amount, reference: `${index}-${turn}` })).status);
      }
      return statuses;
    };
    const statuses = (await Promise.all(Array.from({ length: WRITERS }, writer))).flat();
    expect(statuses).toEqual(statuses.map(() => 201));
    const ledger = await ledgerOf(tenant, budget);
    expect(ledger.map(({ sequence }) => sequence)).toEqual(Array.from({ length: WRITERS * EACH }, (_, index) => index + 1));
    expect(ledger.map(({ balanceBefore }) => balanceBefore)).toEqual([
      '0.00',
      ...ledger.slice(0, -1).map(({ balanceAfter }) => balanceAfter),
    ]);
    // 64 × (2 × 0.30 − 2 × 0.10)
    expect(await readBack(tenant, budget)).toMatchObject({ balance: '25.60', entries: WRITERS * EACH });
    expect(await reconcile(tenant, budget)).toMatchObject({ isSound: true, upTo: WRITERS * EACH, nextAfter: null });
  });

  it('never spend more than there is', async () => {
    const tenant = treasurer(app);
    const budget = await open(tenant);
    await book(tenant, budget, 'allocation', '10');
    const answers = await Promise.all(Array.from({ length: WRITERS }, () => book(tenant, budget, 'spend', '1')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ body }) => body.code === 'LEAD.BUDGET_OVERDRAWN')).toHaveLength(WRITERS - 10);
    expect(await readBack(tenant, budget)).toMatchObject({ balance: '0.00', entries: 11 });
  });
});

describe('the database', () => {
  it('refuses to change, remove or clear entries, to the service and to the owner', async () => {
    const { tenant, budget } = await stage();
    const as = (url: string, statement: string) =>
      sql(url, `SET app.tenant_id = '${tenant.tenantId}'; SET search_path = lead; ${statement}`).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      );
    for (const url of [app.database.serviceUrl('lead'), app.database.ownerUrl('lead')]) {
      expect(await as(url, `UPDATE budget_entry SET note = 'x'`)).toBe('42501');
      expect(await as(url, `DELETE FROM budget_entry`)).toBe('42501');
      expect(await as(url, `TRUNCATE budget_entry CASCADE`)).toBe('42501');
    }
    const service = app.database.serviceUrl('lead');
    expect(await as(service, `DELETE FROM budget`)).toBe('42501');
    expect(await as(service, `UPDATE budget SET currency = 'USD'`)).toBe('42501');
    expect(await as(service, `UPDATE budget SET balance_minor = 1`)).toBe('23503');
    expect(await reconcile(tenant, budget)).toMatchObject({ isSound: true, findings: [] });
  });
});

describe('reconciliation', () => {
  it('says that a ledger is what was written, and what each account received', async () => {
    const { tenant, budget } = await stage();
    expect(await reconcile(tenant, budget)).toMatchObject({
      isSound: true,
      after: 0,
      upTo: 6,
      nextAfter: null,
      balance: '85.00',
      accounts: { funding: '-100.00', spending: '15.00', adjustment: '0.00' },
      findings: [],
    });
    expect(await reconcile(tenant, budget, 3)).toMatchObject({ isSound: true, after: 3, upTo: 6 });
    expect(await reconcile(tenant, budget, 99)).toMatchObject({ isSound: true, after: 6, upTo: 6 });
    expect(await reconcile(tenant, await open(tenant))).toMatchObject({ isSound: true, upTo: 0 });
  });

  const SET = 'UPDATE budget_entry SET';
  const OF = 'WHERE budget_id = $budget AND sequence';
  it.each<[string, string[], string[]]>([
    [
      'an amount',
      [`${SET} change_minor = change_minor + 1, balance_after_minor = balance_after_minor + 1 ${OF} = 3`],
      ['altered 3', 'unbalanced 4', 'accounts 6'],
    ],
    ['a note', [`${SET} note = 'x' ${OF} = 1`], ['altered 1']],
    ['a date', [`${SET} recorded_at = '2020-01-01' ${OF} = 4`], ['altered 4', 'unordered 4']],
    ['who booked', [`${SET} actor_id = 'x' ${OF} = 6`], ['altered 6']],
    ['a removed entry', [`DELETE FROM budget_entry ${OF} = 3`], ['missing 3', 'accounts 6']],
    ['the first entry removed', [`DELETE FROM budget_entry ${OF} = 1`], ['missing 1', 'accounts 6']],
    ['the last entries removed', [`DELETE FROM budget_entry ${OF} > 4`], ['missing 5', 'missing 6', 'head 6', 'accounts 6']],
    [
      'two entries that changed places',
      [`${SET} sequence = 99 ${OF} = 3`, `${SET} sequence = 3 ${OF} = 4`, `${SET} sequence = 4 ${OF} = 99`],
      ['altered 3', 'unchained 3', 'unbalanced 3', 'altered 4', 'unchained 4', 'unbalanced 4', 'unchained 5', 'unbalanced 5'],
    ],
    ['the balance', ['UPDATE budget SET balance_minor = 9900 WHERE budget_id = $budget'], ['head 6', 'accounts 6']],
  ])('finds %s', async (_, statements, found) => {
    const { tenant, budget } = await stage();
    await tamper(budget, ...statements);
    const { isSound, findings } = await reconcile(tenant, budget);
    const problems = findings.map(({ problem, sequence }) => `${problem} ${sequence}`);
    expect(isSound).toBe(false);
    expect(problems.filter((problem) => !problem.startsWith('unordered') || found.includes(problem))).toEqual(found);
  });

  it('finds an entry that is gone where the check before ended', async () => {
    const { tenant, budget } = await stage();
    await tamper(budget, `DELETE FROM budget_entry WHERE budget_id = $budget AND sequence = 3`);
    expect((await reconcile(tenant, budget, 3)).findings).toEqual([
      { problem: 'missing', sequence: 3 },
      { problem: 'accounts', sequence: 6 },
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Budget, BudgetChange, BudgetEntry } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { book, idempotencyKey, ledgerOf, open, readBack, treasurer } from '../../test/budgets.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import type { Problem } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

describe('a budget', () => {
  it('is opened, changed and told, with who changed what', async () => {
    const tenant = treasurer(app);
    const { status, headers, body: budget } = await tenant.post<Budget>('/v1/budgets', { name: ' Fairs ', currency: 'eur' });
    expect([status, headers.get('location'), headers.get('etag')]).toEqual([201, `/v1/budgets/${budget.id}`, '"1"']);
    const money = { currency: 'EUR', overdraftLimit: '0.00', balance: '0.00', available: '0.00' };
    expect(budget).toMatchObject({ name: 'Fairs', status: 'active', entries: 0, ...money });
    const { body: changed } = await tenant.patch<Budget>(`/v1/budgets/${budget.id}`, 1, { overdraftLimit: '50' });
    expect(changed).toMatchObject({ version: 2, overdraftLimit: '50.00', available: '50.00' });
    expect(await readBack(tenant, budget)).toEqual(changed);
    expect((await tenant.patch<Budget>(`/v1/budgets/${budget.id}`, 2, { name: 'Fairs' })).body.version).toBe(2);
    expect((await tenant.patch<Problem>(`/v1/budgets/${budget.id}`, 1, { name: 'x' })).body).toMatchObject({
      code: 'LEAD.BUDGET_STALE',
      currentVersion: 2,
    });
    const { body: history } = await tenant.get<{ items: BudgetChange[] }>(`/v1/budgets/${budget.id}/history`);
    expect(history.items.map(({ version, changes, actor }) => [version, changes.map(({ field }) => field), actor])).toEqual([
      [2, ['overdraftLimit'], tenant.actor],
      [1, ['name', 'currency', 'status', 'overdraftLimit'], tenant.actor],
    ]);
    await eventually(() => {
      const told = app.published.ofType('budget.changed').filter(({ key }) => key === `${tenant.tenantId}:${budget.id}`);
      expect(told.map(({ headers: { ce_sequence } }) => ce_sequence)).toEqual(['1', '2']);
    });
  });

  it.each([
    [{ currency: 'EURO' }, 'HTTP.INVALID_BODY', 'currency too_big'],
    [{ currency: 'XQQ' }, 'LEAD.BUDGET_INVALID', 'currency currency.unknown'],
    [{ name: ' ' }, 'LEAD.BUDGET_INVALID', 'name text.blank'],
    [{ overdraftLimit: '-1' }, 'LEAD.BUDGET_INVALID', 'overdraftLimit amount.negative'],
    [{ overdraftLimit: '0.001' }, 'LEAD.BUDGET_INVALID', 'overdraftLimit number.too_precise'],
    [{ balance: '5' }, 'HTTP.INVALID_BODY', 'balance unknown_field'],
  ])('is refused as %j', async (more, code, problem) => {
    const { status, body } = await treasurer(app).post<Problem>('/v1/budgets', { name: 'Fairs', currency: 'EUR', ...more });
    expect([status, body.code, body.errors?.map((error) => `${error.path} ${error.code}`)]).toEqual([422, code, [problem]]);
  });

  it("is nobody else's", async () => {
    const budget = await open(treasurer(app));
    const other = treasurer(app);
    const answers = await Promise.all([
      other.get<Problem>(`/v1/budgets/${budget.id}`),
      other.get<Problem>(`/v1/budgets/${budget.id}/entries`),
      other.get<Problem>(`/v1/budgets/${budget.id}/entries/1`),
      other.get<Problem>(`/v1/budgets/${budget.id}/balance`),
      other.get<Problem>(`/v1/budgets/${budget.id}/history`),
      other.get<Problem>(`/v1/budgets/${budget.id}/reconciliation`),
      book(other, budget, 'allocation', '1'),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [404, 'LEAD.BUDGET_NOT_FOUND']));
    expect((await app.as(undefined, ['leads:write']).post('/v1/budgets', { name: 'x', currency: 'EUR' })).status).toBe(403);
  });
});

describe('a ledger', () => {
  it('books each kind between the budget and its other account, and says the balance before and after', async () => {
    const tenant = treasurer(app);
    const budget = await open(tenant);
    const {
      status,
      headers,
      body: first,
    } = await book(tenant, budget, 'allocation', '1000', { reference: 'plan-2026', note: 'Board of May' });
    expect([status, headers.get('location')]).toEqual([201, `/v1/budgets/${budget.id}/entries/1`]);
    expect(first).toMatchObject({ reference: 'plan-2026', note: 'Board of May', actor: tenant.actor, reverses: null });
    for (const [kind, amount] of [
      ['withdrawal', '100'],
      ['spend', '312.40'],
      ['refund', '12.4'],
      ['adjustment', '-0.01'],
    ] as const)
      await book(tenant, budget, kind, amount);
    expect(
      (await ledgerOf(tenant, budget)).map(({ sequence, kind, debit, credit, change, balanceBefore, balanceAfter }) =>
        [sequence, kind, `${credit} → ${debit}`, change.amount, balanceBefore, balanceAfter].join(' | '),
      ),
    ).toEqual([
      '1 | allocation | funding → budget | 1000.00 | 0.00 | 1000.00',
      '2 | withdrawal | budget → funding | -100.00 | 1000.00 | 900.00',
      '3 | spend | budget → spending | -312.40 | 900.00 | 587.60',
      '4 | refund | spending → budget | 12.40 | 587.60 | 600.00',
      '5 | adjustment | budget → adjustment | -0.01 | 600.00 | 599.99',
    ]);
    expect(await readBack(tenant, budget)).toMatchObject({ version: 1, balance: '599.99', entries: 5 });
    await eventually(() => {
      const told = app.published.ofType('budget-entry.recorded').filter(({ key }) => key === `${tenant.tenantId}:${budget.id}`);
      expect(told.map(({ headers: { ce_sequence } }) => ce_sequence)).toEqual(['1', '2', '3', '4', '5']);
    });
  });

  it('counts in the minor unit of its currency', async () => {
    const tenant = treasurer(app);
    const [yen, dinar] = [await open(tenant, { currency: 'JPY' }), await open(tenant, { currency: 'KWD' })];
    expect((await book(tenant, yen, 'allocation', '1200')).body.balanceAfter).toBe('1200');
    expect((await book(tenant, yen, 'spend', '0.5')).body.errors).toMatchObject([{ path: 'amount.amount', code: 'number.too_precise' }]);
    expect((await book(tenant, dinar, 'allocation', '0.005')).body.balanceAfter).toBe('0.005');
  });

  it('refuses what it cannot hold, with a code, and stays as it was', async () => {
    const tenant = treasurer(app);
    const budget = await open(tenant);
    await book(tenant, budget, 'allocation', '10');
    const refused = async (kind: string, amount: string, currency = 'EUR') => {
      const { status, body } = await book(tenant, { ...budget, currency }, kind, amount);
      return [status, body.code, body.errors?.[0]?.code];
    };
    expect(await refused('spend', '5', 'USD')).toEqual([422, 'LEAD.BUDGET_CURRENCY', undefined]);
    expect(await refused('spend', '5', '')).toEqual([422, 'LEAD.BUDGET_ENTRY_INVALID', 'currency.missing']);
    expect(await refused('spend', '5.001')).toEqual([422, 'LEAD.BUDGET_ENTRY_INVALID', 'number.too_precise']);
    expect(await refused('spend', '0')).toEqual([422, 'LEAD.BUDGET_ENTRY_INVALID', 'amount.zero']);
    expect(await refused('spend', '-5')).toEqual([422, 'LEAD.BUDGET_ENTRY_INVALID', 'amount.negative']);
    expect(await refused('spend', 'NaN')).toEqual([422, 'LEAD.BUDGET_ENTRY_INVALID', 'number.invalid']);
    expect(await refused('spend', '99999999999999999')).toEqual([422, 'LEAD.BUDGET_ENTRY_INVALID', 'number.too_large']);
    expect(await refused('allocation', '9999999999999999.99')).toEqual([422, 'LEAD.BUDGET_OVERFLOW', undefined]);
    expect(await refused('reversal', '5')).toEqual([422, 'HTTP.INVALID_BODY', 'not_allowed']);
    expect(await refused('spend', '10.01')).toEqual([409, 'LEAD.BUDGET_OVERDRAWN', undefined]);
    expect(await readBack(tenant, budget)).toMatchObject({ balance: '10.00', entries: 1 });
  });

  it('goes below zero as far as the budget allows, and no limit is set above what is owed', async () => {
    const tenant = treasurer(app);
    const budget = await open(tenant, { overdraftLimit: '20' });
    expect((await book(tenant, budget, 'spend', '20.00')).body.balanceAfter).toBe('-20.00');
    expect((await book(tenant, budget, 'spend', '0.01')).body).toMatchObject({
      code: 'LEAD.BUDGET_OVERDRAWN',
      available: { amount: '0.00', currency: 'EUR' },
    });
    expect((await tenant.patch<Problem>(`/v1/budgets/${budget.id}`, 1, { overdraftLimit: '19.99' })).body).toMatchObject({
      code: 'LEAD.BUDGET_OVERDRAWN',
      balance: { amount: '-20.00' },
    });
  });

  it('takes nothing while it is closed', async () => {
    const tenant = treasurer(app);
    const budget = await open(tenant);
    await tenant.patch(`/v1/budgets/${budget.id}`, 1, { status: 'closed' });
    expect(await book(tenant, budget, 'allocation', '1')).toMatchObject({ status: 409, body: { code: 'LEAD.BUDGET_CLOSED' } });
    await tenant.patch(`/v1/budgets/${budget.id}`, 2, { status: 'active' });
    expect((await book(tenant, budget, 'allocation', '1')).status).toBe(201);
  });

  it('is corrected by the opposite of an entry, once', async () => {
    const tenant = treasurer(app);
    const budget = await open(tenant);
    await book(tenant, budget, 'allocation', '100');
    await book(tenant, budget, 'spend', '30');
    const reverse = (sequence: number, body: object = {}) =>
      tenant.post<BudgetEntry & Problem>(`/v1/budgets/${budget.id}/entries/${sequence}/reverse`, body);
    const { status, body: reversal } = await reverse(2, { note: 'Wrong budget', reference: 'fix-1' });
    expect([status, reversal.kind, reversal.reverses, reversal.debit, reversal.credit]).toEqual([201, 'reversal', 2, 'budget', 'spending']);
    expect([reversal.change.amount, reversal.balanceAfter]).toEqual(['30.00', '100.00']);
    expect((await reverse(2, { note: 'Wrong budget', reference: 'fix-1' })).body).toEqual(reversal);
    expect((await reverse(2)).body).toMatchObject({ code: 'LEAD.BUDGET_ENTRY_REVERSED', reversedBy: 3 });
    expect((await reverse(3)).body.code).toBe('LEAD.BUDGET_REVERSAL_FINAL');
    expect((await reverse(9)).body.code).toBe('LEAD.BUDGET_ENTRY_NOT_FOUND');
    await book(tenant, budget, 'spend', '100');
    expect((await reverse(1)).body.code).toBe('LEAD.BUDGET_OVERDRAWN');
  });

  it('books a reference once, whoever sends it again, and a key once', async () => {
    const tenant = treasurer(app);
    const budget = await open(tenant);
    const entry = { kind: 'allocation', amount: { amount: '5', currency: 'EUR' }, reference: 'invoice-1' };
    const path = `/v1/budgets/${budget.id}/entries`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => tenant.post<BudgetEntry>(path, entry)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.sequence} ${body.hash}`)).size).toBe(1);
    expect((await tenant.post<Problem>(path, { ...entry, kind: 'refund' })).body).toMatchObject({
      code: 'LEAD.BUDGET_REFERENCE_TAKEN',
      sequence: 1,
    });
    const key = idempotencyKey();
    const unnamed = { kind: 'spend', amount: { amount: '1', currency: 'EUR' } };
    const [first, again] = [await tenant.post<BudgetEntry>(path, unnamed, key), await tenant.post<BudgetEntry>(path, unnamed, key)];
    expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([first.body, 'true']);
    expect(await readBack(tenant, budget)).toMatchObject({ balance: '4.00', entries: 2 });
  });

  it('lists entries by kind and time, page by page, and says what it came to at an instant', async () => {
    const tenant = treasurer(app);
    const budget = await open(tenant);
    for (const kind of ['allocation', 'spend', 'allocation', 'spend', 'allocation']) await book(tenant, budget, kind, '1');
    const ledger = await ledgerOf(tenant, budget);
    const at = ledger.map(({ recordedAt }) => recordedAt);
    expect(at).toEqual(at.toSorted());
    const list = async (query: string) => {
      const seen: number[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const path: string = `/v1/budgets/${budget.id}/entries?limit=2&${query}${cursor && `&cursor=${cursor}`}`;
        const { body }: { body: { items: BudgetEntry[]; nextCursor: string | null } } = await tenant.get(path);
        seen.push(...body.items.map(({ sequence }) => sequence));
        cursor = body.nextCursor;
      }
      return seen;
    };
    expect(await list('')).toEqual([5, 4, 3, 2, 1]);
    expect(await list('kind=allocation')).toEqual([5, 3, 1]);
    const between = ledger
      .filter(({ recordedAt }) => recordedAt >= String(at[1]) && recordedAt < String(at[3]))
      .map(({ sequence }) => sequence);
    expect(await list(`recordedAt.gte=${at[1]}&recordedAt.lt=${at[3]}`)).toEqual(between.toReversed());
    const balance = async (asOf: string) => (await tenant.get(`/v1/budgets/${budget.id}/balance?asOf=${asOf}`)).body;
    const standing = ledger.findLast(({ recordedAt }) => recordedAt <= String(at[2]));
    expect(await balance(String(at[2]))).toEqual({
      asOf: at[2],
      balance: standing?.balanceAfter,
      currency: 'EUR',
      sequence: standing?.sequence,
    });
    expect(await balance('2020-01-01T00:00:00Z')).toMatchObject({ balance: '0.00', sequence: 0 });
  });
});

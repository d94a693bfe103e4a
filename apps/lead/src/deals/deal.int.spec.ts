import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BoardColumn, Deal, DealBatchResult, DealStageChange, Pipeline } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { make, move, names, scene, told } from '../../test/deals.js';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ifMatch, type Problem } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const changesOf = ({ id }: Pipeline) => app.published.ofType('pipeline.changed').filter(({ key }) => key.endsWith(id));

describe('the default pipeline', () => {
  it('has seven stages, each with its chance, and is made once', async () => {
    const tenant = app.as();
    const lists = await Promise.all(Array.from({ length: 6 }, () => tenant.get<{ items: Pipeline[] }>('/v1/pipelines')));
    expect(new Set(lists.map(({ body }) => body.items.map(({ id }) => id).join())).size).toBe(1);
    const [pipeline] = lists[0]?.body.items as [Pipeline];
    expect(pipeline.stages.map(({ name }) => name)).toEqual([
      'created',
      'shared',
      'accessed',
      'engaged',
      'qualified',
      'advanced',
      'closed',
    ]);
    const chances = pipeline.stages.map(({ probability }) => probability);
    expect(chances).toEqual(chances.toSorted((left, right) => left - right));
    expect(pipeline).toMatchObject({ isDefault: true, version: 1 });
    await eventually(() => expect(changesOf(pipeline)).toMatchObject([{ data: { action: 'created', isDefault: true, version: 1 } }]));
  });

  it('keeps stages with deals, takes new ones between, and is told with who changed it', async () => {
    const at = await scene(app);
    const { pipeline, stage } = at;
    const tenant = app.as(at.tenant.tenantId, ['leads:read', 'leads:write', 'tenant:write']);
    await make(at, 'one', { stageId: stage['engaged'] });
    const path = `/v1/pipelines/${pipeline.id}`;
    const without = (name: string) => pipeline.stages.filter((one) => one.name !== name);
    expect((await tenant.patch<Problem>(path, 1, { stages: without('engaged') })).body.code).toBe('LEAD.STAGE_IN_USE');
    const more = [{ name: 'first', probability: 1 }, ...without('shared')];
    const { body } = await tenant.patch<Pipeline>(path, 1, { name: 'Sales', stages: more });
    expect([body.version, body.name, body.stages.map(({ name }) => name)]).toEqual([
      2,
      'Sales',
      ['first', 'created', 'accessed', 'engaged', 'qualified', 'advanced', 'closed'],
    ]);
    expect((await tenant.patch<Problem>(path, 1, { name: 'x' })).body).toMatchObject({ code: 'LEAD.PIPELINE_STALE', currentVersion: 2 });
    await eventually(() => {
      const stages = body.stages.map(({ id: stageId, ...one }) => ({ stageId, ...one }));
      const data = { action: 'updated', version: 2, name: 'Sales', stages, changedAt: body.updatedAt };
      const headers = { ce_sequence: '2', ce_actor: `member:${tenant.actor.id}` };
      expect(changesOf(pipeline)).toMatchObject([{ headers: { ce_sequence: '1' } }, { headers, data }]);
    });
    expect((await tenant.post<Problem>('/v1/pipelines', { name: 'SALES', stages: [{ name: 'a', probability: 1 }, { name: 'b', probability: 2, closes: true }] })).body).toMatchObject({ code: 'LEAD.PIPELINE_EXISTS', existingId: pipeline.id }); // prettier-ignore
    const { body: other } = await tenant.post<Pipeline>('/v1/pipelines', { name: 'Other', stages: [{ name: 'a', probability: 1 }, { name: 'b', probability: 2, closes: true }] }); // prettier-ignore
    expect((await tenant.patch<Problem>(`/v1/pipelines/${other.id}`, 1, { name: 'sales' })).body).toMatchObject({ code: 'LEAD.PIPELINE_EXISTS', existingId: pipeline.id }); // prettier-ignore
    expect((await tenant.post<Problem>('/v1/pipelines', { name: 'Open', stages: [{ name: 'a', probability: 1 }, { name: 'A', probability: 2 }] })).body.errors?.map(({ path: where, code }) => `${where} ${code}`)).toEqual(['stages.1.name stage.repeated', 'stages.1.closes stage.closes_last']); // prettier-ignore
  });
});

describe('a deal', () => {
  it('is made, changed, moved, lost, opened again and won, each version told once', async () => {
    const at = await scene(app);
    const { tenant, stage } = at;
    const products = [{ name: 'Loft', quantity: '1.5', unitPrice: '100.10' }];
    const deal = await make(at, ' Loft in Mitte ', {
      value: { amount: '1200.5', currency: 'eur' },
      expectedCloseOn: '2027-01-31',
      products,
    });
    expect(deal).toMatchObject({ version: 1, name: 'Loft in Mitte', value: { amount: '1200.50', currency: 'EUR' }, stageId: stage['created'], status: 'active', probability: 5, rotting: false, products }); // prettier-ignore
    const { body: changed } = await tenant.patch<Deal>(`/v1/deals/${deal.id}`, 1, { status: 'nurturing', value: null });
    expect(changed).toMatchObject({ version: 2, status: 'nurturing', value: null });
    const { body: engaged } = await move(at, changed, { stageId: stage['engaged'] });
    expect(engaged).toMatchObject({ version: 3, status: 'nurturing', probability: 40 });
    expect((await move(at, engaged, { stageId: stage['closed'] })).body.errors?.[0]?.code).toBe('status.must_close');
    expect((await move(at, engaged, { stageId: stage['closed'], status: 'closed-lost' })).body.errors?.[0]?.code).toBe(
      'loss_reason.missing',
    );
    expect((await move(at, engaged, { stageId: stage['shared'], status: 'closed-won' })).body.errors?.[0]?.code).toBe(
      'stage.does_not_close',
    );
    expect((await move(at, engaged, { stageId: at.lead.id })).body.code).toBe('LEAD.STAGE_NOT_FOUND');
    const { body: lost } = await move(at, engaged, { stageId: stage['closed'], status: 'closed-lost', lossReason: 'price' });
    expect(lost).toMatchObject({ version: 4, probability: 0, lossReason: 'price', closedAt: lost.updatedAt });
    const { body: open } = await move(at, lost, { stageId: stage['advanced'] });
    expect(open).toMatchObject({ version: 5, status: 'active', lossReason: null, closedAt: null });
    const { body: won } = await move(at, open, { stageId: stage['closed'], status: 'closed-won' });
    expect(won).toMatchObject({ version: 6, probability: 100 });
    const updated = () => app.published.ofType('deal.updated').map(({ data }) => data);
    await eventually(() => expect(updated()).toContainEqual(expect.objectContaining({ dealId: deal.id, products, lossReason: null })));
    expect(await told(app, at)).toEqual([
      ['deal.created', 1],
      ['deal.updated', 2],
      ['deal.stage-changed', 3],
      ['deal.closed', 4],
      ['deal.stage-changed', 5],
      ['deal.closed', 6],
    ]);
    const { body: history } = await tenant.get<{ items: DealStageChange[] }>(`/v1/deals/${deal.id}/stage-history`);
    const byId = Object.fromEntries(Object.entries(stage).map(([name, id]) => [id, name]));
    expect(history.items.map((one) => [one.version, byId[one.fromStageId ?? ''], byId[one.toStageId], one.toStatus])).toEqual([
      [6, 'advanced', 'closed', 'closed-won'],
      [5, 'closed', 'advanced', 'active'],
      [4, 'engaged', 'closed', 'closed-lost'],
      [3, 'created', 'engaged', 'nurturing'],
      [2, 'created', 'created', 'nurturing'],
      [1, undefined, 'created', 'active'],
    ]);
    expect(history.items.at(-2)).toMatchObject({ fromStatus: 'active', secondsInStage: 0 });
    expect(history.items.at(-3)?.secondsInStage).toBe(
      Math.trunc((Date.parse(engaged.updatedAt) - Date.parse(deal.stageEnteredAt)) / 1_000),
    );
  });

  it('goes over to a stage of another pipeline', async () => {
    const at = await scene(app);
    const deal = await make(at, 'one');
    const stages = [
      { name: 'open', probability: 10 },
      { name: 'over', probability: 100, closes: true },
    ];
    const admin = app.as(at.tenant.tenantId, ['leads:read', 'tenant:write']);
    const { body: other } = await admin.post<Pipeline>('/v1/pipelines', { name: 'Partners', stages });
    const [open] = other.stages;
    const { body: moved } = await move(at, deal, { stageId: open?.id });
    expect(moved).toMatchObject({ version: 2, pipelineId: other.id, stageId: open?.id, probability: 10 });
    const board = async (query = '') =>
      (await at.tenant.get<{ columns: BoardColumn[] }>(`/v1/deals/board${query}`)).body.columns.flatMap(({ deals }) =>
        deals.map(({ id }) => id),
      );
    expect([await board(), await board(`?pipeline=${other.id}`)]).toEqual([[], [deal.id]]);
    const { body: history } = await at.tenant.get<{ items: DealStageChange[] }>(`/v1/deals/${deal.id}/stage-history`);
    expect(history.items.map(({ fromStageId, toStageId }) => [fromStageId, toStageId])).toEqual([
      [deal.stageId, open?.id],
      [null, deal.stageId],
    ]);
  });

  it('is deleted, gives its external id free, and comes back as the last card unless another one took it', async () => {
    const at = await scene(app);
    const deal = await make(at, 'one', { externalId: 'o-1' });
    expect((await at.tenant.post<Problem>('/v1/deals', { leadId: at.lead.id, name: 'x', externalId: 'o-1' })).body).toMatchObject({ code: 'LEAD.DEAL_EXISTS', existingId: deal.id }); // prettier-ignore
    expect((await at.tenant.delete(`/v1/deals/${deal.id}`, ifMatch(1))).status).toBe(204);
    expect([(await at.tenant.get(`/v1/deals/${deal.id}`)).status, await names(at, 'created')]).toEqual([404, []]);
    const other = await make(at, 'two', { externalId: 'o-1' });
    expect((await at.tenant.post<Problem>(`/v1/deals/${deal.id}/restore`, {})).body).toMatchObject({ code: 'LEAD.DEAL_EXISTS', existingId: other.id }); // prettier-ignore
    await at.tenant.delete(`/v1/deals/${other.id}`, ifMatch(1));
    await make(at, 'three');
    expect((await at.tenant.post<Deal>(`/v1/deals/${deal.id}/restore`, {})).body).toMatchObject({ version: 3, deletedAt: null });
    expect(await names(at, 'created')).toEqual(['three', 'one']);
    expect((await at.tenant.post<Problem>(`/v1/deals/${deal.id}/restore`, {})).body.code).toBe('LEAD.DEAL_NOT_DELETED');
  });

  it.each([
    [{ name: ' ' }, 'name text.blank'],
    [{ value: { amount: '1', currency: 'XXY' } }, 'value.currency currency.unknown'],
    [{ status: 'closed-lost' }, 'lossReason loss_reason.missing'],
    [{ lossReason: 'price' }, 'lossReason loss_reason.unsuited'],
    [{ status: 'closed-won', openedAt: '2020-02-01T00:00:00Z', closedAt: '2020-01-01T00:00:00Z' }, 'closedAt closed_at.before_opening'],
  ])('is refused as %j', async (more, problem) => {
    const { tenant, lead } = await scene(app);
    const { body } = await tenant.post<Problem>('/v1/deals', { leadId: lead.id, name: 'x', ...more });
    expect([body.code, body.errors?.map(({ path, code }) => `${path} ${code}`)]).toEqual(['LEAD.DEAL_INVALID', [problem]]);
  });

  it('rots when nothing happened to it for longer than its stage allows', async () => {
    const at = await scene(app);
    const [old, fresh, won] = [await make(at, 'old'), await make(at, 'fresh'), await make(at, 'won', { status: 'closed-won' })];
    await inspect(app.database, `UPDATE deal SET updated_at = now() - interval '31 days', created_at = now() - interval '32 days' WHERE deal_id = ANY ($1)`, [[old.id, won.id]]); // prettier-ignore
    const list = async (rotting: boolean) =>
      (await at.tenant.get<{ items: Deal[] }>(`/v1/deals?rotting=${rotting}`)).body.items.map((deal) => [deal.name, deal.rotting]);
    expect([await list(true), await list(false)]).toEqual([[['old', true]], [['fresh', false], ['won', false]]]); // prettier-ignore
    await at.tenant.patch(`/v1/deals/${old.id}`, 1, { name: 'old but alive' });
    expect([await list(true), fresh.rotting]).toEqual([[], false]);
  });

  it('is of its tenant only', async () => {
    const [at, other] = [await scene(app), await scene(app)];
    const deal = await make(at, 'one');
    expect((await other.tenant.get(`/v1/deals/${deal.id}`)).status).toBe(404);
    expect((await move(other, deal, { stageId: other.stage['shared'] })).status).toBe(404);
    expect((await make(at, 'x', { stageId: other.stage['shared'] })) as unknown).toMatchObject({ code: 'LEAD.STAGE_NOT_FOUND' });
    expect((await other.tenant.get<{ items: Deal[] }>('/v1/deals')).body.items).toEqual([]);
  });
});

describe('a list of deals', () => {
  type Page = { readonly items: Deal[]; readonly nextCursor: string | null; readonly total?: unknown };
  async function listed() {
    const at = await scene(app);
    await make(at, 'crm', { externalId: 'crm-7', expectedCloseOn: '2027-02-01' });
    await make(at, 'won', { status: 'closed-won', openedAt: '2026-01-01T00:00:00Z', closedAt: '2026-02-01T00:00:00Z' });
    const late = await make(at, 'late', { expectedCloseOn: '2027-03-01' });
    const plain = await make(at, 'plain');
    const get = (query: string) => at.tenant.get<Page & Problem>(`/v1/deals?${query}`);
    const found = async (query: string) => (await get(query)).body.items.map(({ name }) => name);
    return { at, late, plain, get, found };
  }

  it('is narrowed by external id and by when deals were changed, closed, or are expected to close, and counted', async () => {
    const { at, late, get, found } = await listed();
    const since = (await at.tenant.patch<Deal>(`/v1/deals/${late.id}`, 1, { name: 'later' })).body.updatedAt;
    expect([await found('externalId=crm-7'), await found('externalId=CRM-7')]).toEqual([['crm'], []]);
    expect(await found(`updatedAt.gte=${since}`)).toEqual(['later']);
    expect([await found('closedAt.gte=2026-02-01T00:00:00Z'), await found('closedAt.lt=2026-02-01T00:00:00Z')]).toEqual([['won'], []]);
    expect([await found('expectedCloseOn.lt=2027-03-01'), await found('expectedCloseOn.gte=2027-03-01')]).toEqual([['crm'], ['later']]);
    expect([await found(`createdAt.gte=${late.createdAt}`), await found(`createdAt.lt=${late.createdAt}`)]).toEqual([['plain', 'later'], ['won', 'crm']]); // prettier-ignore
    expect((await get('expectedCloseOn.gte=2027-01-01&limit=1&count=true')).body).toMatchObject({ items: [{ name: 'later' }], total: { count: 2, relation: 'exact' } }); // prettier-ignore
    expect((await get('limit=1')).body.total).toBeUndefined();
  });

  it.each([
    ['-createdAt', ['plain', 'late', 'won', 'crm']],
    ['createdAt', ['crm', 'won', 'late', 'plain']],
    ['updatedAt', ['won', 'late', 'plain', 'crm']],
    ['-updatedAt', ['crm', 'plain', 'late', 'won']],
    ['expectedCloseOn', ['crm', 'late', 'won', 'plain']],
    ['-expectedCloseOn', ['late', 'crm', 'plain', 'won']],
    ['closedAt', ['won', 'crm', 'late', 'plain']],
    ['-closedAt', ['won', 'plain', 'late', 'crm']],
  ])('goes on page by page by %s, deals without it last', async (sort, expected) => {
    const { at, get } = await listed();
    const [crm] = (await get('externalId=crm-7')).body.items;
    await at.tenant.patch(`/v1/deals/${crm?.id}`, 1, { ownerId: at.lead.id });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = (await get(`sort=${sort}&limit=1${cursor && `&cursor=${cursor}`}`)).body;
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(expected);
  });

  it('knows its cursors by their order, and sorts a stage, too', async () => {
    const { at, late, get, found } = await listed();
    const { nextCursor } = (await get('sort=updatedAt&limit=1')).body;
    expect((await get(`sort=createdAt&cursor=${nextCursor}`)).body.code).toBe('HTTP.BAD_CURSOR');
    await move(at, late, { stageId: at.stage['created'], afterDealId: null });
    const inStage = `stageId=${at.stage['created']}`;
    expect([await found(inStage), await found(`${inStage}&sort=-createdAt`)]).toEqual([['late', 'crm', 'plain'], ['plain', 'late', 'crm']]); // prettier-ignore
  });
});

describe('a batch of deals', () => {
  it('judges each item alone', async () => {
    const at = await scene(app);
    const one = { leadId: at.lead.id, name: 'one', externalId: 'o-1' };
    const items = [one, { ...one, name: 'two' }, { leadId: at.lead.id }, { ...one, externalId: 'o-2', leadId: at.pipeline.id }, { ...one, externalId: 'o-3' }]; // prettier-ignore
    const { body } = await at.tenant.post<{ items: DealBatchResult[] }>('/v1/deals/batch', { items });
    expect(body.items.map((item) => (item.status === 'failed' ? item.error.code : item.status))).toEqual(['created', 'LEAD.DEAL_EXISTS', 'LEAD.DEAL_INVALID', 'LEAD.NOT_FOUND', 'created']); // prettier-ignore
    expect(await names(at, 'created')).toEqual(['one', 'one']);
  });
});

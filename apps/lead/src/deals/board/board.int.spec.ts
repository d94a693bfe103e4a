import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BoardColumn, type DataOf, type Deal, dealReorderedV1 } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import { column, make, move, names, scene, told } from '../../../test/deals.js';
import { inspect } from '../../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { MAX_KEY_LENGTH } from './card-order.service.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

describe('the board', () => {
  it('has a page of each column that goes on, and totals of all', async () => {
    const at = await scene(app);
    const eur = (amount: string) => ({ value: { amount, currency: 'EUR' } });
    for (const [name, more] of [
      ['a', eur('10.01')],
      ['b', eur('0.10')],
      ['c', { value: { amount: '5', currency: 'USD' } }],
      ['d', {}],
    ] as const)
      // prettier-ignore
      await make(at, name, { stageId: at.stage['engaged'], ...more });
    await make(at, 'won', { status: 'closed-won', ...eur('7.00') });
    await make(at, 'lost', { status: 'closed-lost', lossReason: 'price', ...eur('9.00') });
    const engaged = await column(at, at.stage['engaged'], 3);
    expect(engaged.deals.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const { body } = await at.tenant.get<{ items: Deal[] }>(`/v1/deals?stageId=${at.stage['engaged']}&cursor=${engaged.nextCursor}`);
    expect(body.items.map(({ name }) => name)).toEqual(['d']);
    // 40 % of 10.11 is 4.044, of 5.00 it is 2.00.
    expect(engaged.totals).toEqual({
      deals: 4,
      values: [
        { sum: { amount: '10.11', currency: 'EUR' }, weighted: { amount: '4.04', currency: 'EUR' } },
        { sum: { amount: '5.00', currency: 'USD' }, weighted: { amount: '2.00', currency: 'USD' } },
      ],
    });
    expect((await column(at, at.stage['closed'])).totals).toEqual({
      deals: 2,
      values: [{ sum: { amount: '16.00', currency: 'EUR' }, weighted: { amount: '7.00', currency: 'EUR' } }],
    });
  });

  it('puts a card first, last, or right behind another one of its stage', async () => {
    const at = await scene(app);
    const [a, b, c] = [await make(at, 'a'), await make(at, 'b'), await make(at, 'c')];
    const stageId = at.stage['created'];
    expect((await move(at, c, { stageId, afterDealId: null })).body.version).toBe(1);
    expect(await names(at, 'created')).toEqual(['c', 'a', 'b']);
    await move(at, c, { stageId, afterDealId: a.id });
    expect(await names(at, 'created')).toEqual(['a', 'c', 'b']);
    // Where it stands it stays.
    await move(at, c, { stageId, afterDealId: a.id });
    await move(at, a, { stageId, afterDealId: null });
    const places = () =>
      app.published.ofType(dealReorderedV1.type).map(({ data }) => data as DataOf<typeof dealReorderedV1>).filter(({ dealId }) => dealId === c.id); // prettier-ignore
    await eventually(() => {
      const place = { dealId: c.id, leadId: at.lead.id, pipelineId: c.pipelineId, stageId };
      expect(places()).toEqual([
        { ...place, afterDealId: null, reorderedAt: expect.any(String) },
        { ...place, afterDealId: a.id, reorderedAt: expect.any(String) },
      ]);
    });
    const { body: moved } = await move(at, b, { stageId: at.stage['shared'] });
    expect((await move(at, a, { stageId, afterDealId: b.id })).body.code).toBe('LEAD.DEAL_NEIGHBOUR_GONE');
    expect((await move(at, b, { stageId })).body).toMatchObject({ code: 'LEAD.DEAL_STALE', currentVersion: 2 });
    expect(moved.version).toBe(2);
  });

  it('is numbered anew when many cards went between two', async () => {
    const at = await scene(app);
    const stageId = at.stage['created'];
    const [a, b, c] = [await make(at, 'a'), await make(at, 'b'), await make(at, 'c')];
    // Each turn halves the gap behind a.
    for (let turn = 0; turn < 260; turn += 1) await move(at, turn % 2 === 0 ? c : b, { stageId, afterDealId: a.id });
    expect(await names(at, 'created')).toEqual(['a', 'b', 'c']);
    // Cards that were numbered anew are not told.
    await eventually(async () => expect((await told(app, at)).filter(([type]) => type === 'deal.reordered')).toHaveLength(260));
    const [longest] = await inspect<{ length: number }>(app.database, 'SELECT max(length(position)) AS length FROM deal WHERE tenant_id = $1', [at.tenant.tenantId]); // prettier-ignore
    expect(longest?.length).toBeLessThanOrEqual(MAX_KEY_LENGTH);
  });

  it('loses and doubles no card while eight people drag, and is in one order for all', async () => {
    const at = await scene(app);
    const { tenant } = at;
    const deals = await Promise.all(Array.from({ length: 12 }, (_, index) => make(at, `card ${index}`)));
    const stages = ['created', 'shared', 'engaged'].map((name) => at.stage[name]);
    let moved = 0;
    const drag = async (dragger: number): Promise<void> => {
      for (let turn = 0; turn < 15; turn += 1) {
        const pick = deals[(dragger * 5 + turn * 7) % deals.length] as Deal;
        const { body: deal } = await tenant.get<Deal>(`/v1/deals/${pick.id}`);
        const neighbour = deals[(dragger + turn * 3) % deals.length] as Deal;
        const place = [{}, { afterDealId: null }, { afterDealId: neighbour.id }][(dragger + turn) % 3];
        const answer = await move(at, deal, { stageId: stages[(dragger + turn) % 3], ...place });
        if (answer.status === 200) moved += answer.body.version - deal.version;
        else expect(['LEAD.DEAL_STALE', 'LEAD.DEAL_NEIGHBOUR_GONE', 'LEAD.DEAL_INVALID']).toContain(answer.body.code);
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, dragger) => drag(dragger)));
    const { body: board } = await tenant.get<{ columns: BoardColumn[] }>('/v1/deals/board');
    const shown = board.columns.flatMap((one) => one.deals);
    expect(shown.map(({ id }) => id).toSorted()).toEqual(deals.map(({ id }) => id).toSorted());
    expect(board.columns.map((one) => one.totals.deals)).toEqual(board.columns.map((one) => one.deals.length));
    // A version, an event and a line of history for each move that was answered with one.
    expect(shown.reduce((sum, { version }) => sum + version - 1, 0)).toBe(moved);
    expect((await told(app, at)).filter(([type]) => type === 'deal.stage-changed')).toHaveLength(moved);
    const again = await tenant.get<{ columns: BoardColumn[] }>('/v1/deals/board');
    expect(again.body.columns.map((one) => one.deals.map(({ id }) => id))).toEqual(
      board.columns.map((one) => one.deals.map(({ id }) => id)),
    );
  });

  it('lets one of two move a card to other stages, and both change the order of one column', async () => {
    const at = await scene(app);
    const [a, b] = [await make(at, 'a'), await make(at, 'b')];
    const answers = await Promise.all(['shared', 'engaged'].map((name) => move(at, a, { stageId: at.stage[name] })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    const c = await make(at, 'c');
    const stageId = at.stage['created'];
    const both = await Promise.all([move(at, b, { stageId, afterDealId: c.id }), move(at, b, { stageId, afterDealId: null })]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect((await names(at, 'created')).toSorted()).toEqual(['b', 'c']);
  });
});

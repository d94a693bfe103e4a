import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BoardColumn, Deal, Lead, PipelineSummary } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ADA, AUGUSTA, create, merge, read, undo } from '../../test/merges.js';
import { activate, interaction } from '../../test/scoring.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

const VALUE = { amount: '100.00', currency: 'EUR' };
const make = async (tenant: TenantClient, lead: Lead, name: string, more = {}): Promise<Deal> =>
  (await tenant.post<Deal>('/v1/deals', { leadId: lead.id, name, value: VALUE, ...more })).body;

/** What everybody sees of the tenant's deals: the list, the cards, the totals of the board, open deals of the summary. */
async function shown(tenant: TenantClient) {
  const list = (await tenant.get<{ items: Deal[] }>('/v1/deals')).body.items.map(({ name }) => name);
  const { columns } = (await tenant.get<{ columns: BoardColumn[] }>('/v1/deals/board')).body;
  const { open, closed } = (await tenant.get<PipelineSummary>('/v1/summaries/pipeline?timeZone=UTC')).body;
  return {
    list: list.toSorted(),
    cards: columns.flatMap(({ deals }) => deals.map(({ name }) => name)).toSorted(),
    onBoard: columns.reduce((sum, { totals }) => sum + totals.deals, 0),
    open: open.deals,
    won: closed.won.deals,
  };
}
const NOTHING = { list: [], cards: [], onBoard: 0, open: 0, won: 0 };
const ALL = { list: ['one', 'won'], cards: ['one', 'won'], onBoard: 2, open: 1, won: 1 };

const remove = async (tenant: TenantClient, lead: Lead) =>
  tenant.delete(`/v1/leads/${lead.id}`, ifMatch((await read(tenant, lead)).version));

describe('deals of a lead', () => {
  it('are hidden and shown again with it, as they were', async () => {
    const tenant = app.as();
    const lead = await create(tenant, ADA);
    const deal = await make(tenant, lead, 'one');
    await make(tenant, lead, 'won', { status: 'closed-won' });
    const gone = await make(tenant, lead, 'gone');
    await tenant.delete(`/v1/deals/${gone.id}`, ifMatch(gone.version));
    expect(await shown(tenant)).toEqual(ALL);
    await remove(tenant, lead);
    expect(await shown(tenant)).toEqual(NOTHING);
    expect((await tenant.get<{ items: Deal[] }>('/v1/deals?deleted=true')).body.items).toEqual([]);
    const refused = await Promise.all([
      tenant.get<Problem>(`/v1/deals/${deal.id}`),
      tenant.patch<Problem>(`/v1/deals/${deal.id}`, deal.version, { name: 'x' }),
      tenant.delete<Problem>(`/v1/deals/${deal.id}`, ifMatch(deal.version)),
      tenant.post<Problem>(`/v1/deals/${gone.id}/restore`, {}),
    ]);
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(refused.map(() => [404, 'LEAD.DEAL_NOT_FOUND']));
    await tenant.post(`/v1/leads/${lead.id}/restore`, {});
    expect(await shown(tenant)).toEqual(ALL);
    expect((await tenant.get<Deal>(`/v1/deals/${deal.id}`)).body).toEqual(deal);
  });

  it('hold no external id while they are hidden; who took it keeps it, and the lead waits', async () => {
    const tenant = app.as();
    const [ada, augusta] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    await make(tenant, ada, 'one', { externalId: 'o-1' });
    await remove(tenant, ada);
    const taken = await make(tenant, augusta, 'two', { externalId: 'o-1' });
    const restore = () => tenant.post<Problem>(`/v1/leads/${ada.id}/restore`, {});
    expect(await restore()).toMatchObject({ status: 409, body: { code: 'LEAD.DEAL_TAKEN', existingId: taken.id } });
    await tenant.delete(`/v1/deals/${taken.id}`, ifMatch(taken.version));
    expect((await restore()).status).toBe(200);
  });

  it('leave others their places on the board', async () => {
    const tenant = app.as();
    const [ada, augusta] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const first = await make(tenant, ada, 'first');
    const second = await make(tenant, augusta, 'second');
    const third = await make(tenant, ada, 'third');
    await remove(tenant, augusta);
    const to = (deal: Deal, body: object) =>
      tenant.send<Pick<Problem, 'code'>>('PUT', `/v1/deals/${deal.id}/stage`, {
        body: JSON.stringify({ stageId: deal.stageId, ...body }),
        headers: { 'content-type': 'application/json', ...ifMatch(deal.version) },
      });
    expect((await to(third, { afterDealId: second.id })).body.code).toBe('LEAD.DEAL_NEIGHBOUR_GONE');
    await to(third, { afterDealId: null });
    expect((await shown(tenant)).cards).toEqual(['first', 'third']);
    await tenant.post(`/v1/leads/${augusta.id}/restore`, {});
    const { columns } = (await tenant.get<{ columns: BoardColumn[] }>('/v1/deals/board')).body;
    expect(columns.flatMap(({ deals }) => deals.map(({ id }) => id))).toEqual([third.id, first.id, second.id]);
  });

  it('tell how much is done about them since they were opened, under whichever lead', async () => {
    const tenant = app.as(undefined, ['leads:read', 'leads:write', 'tenant:write']);
    await activate(tenant);
    const [ada, augusta] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const openedAt = new Date(Date.now() - 60_000).toISOString();
    const deal = await make(tenant, augusta, 'one', { openedAt });
    await merge(tenant, ada, augusta);
    const did = (kind: string, at: Date) => interaction({ tenantId: tenant.tenantId, leadId: ada.id }, uuidV7.next(), kind, at);
    await app.publish(did('call_answered', new Date()), did('page_view', new Date(Date.now() - 3_600_000)));
    const engagement = async () => (await tenant.get<Deal>(`/v1/deals/${deal.id}?include=engagement`)).body.engagement;
    // An answered call is worth 80; the page was viewed before.
    await eventually(async () => expect(await engagement()).toBe(80));
    expect((await tenant.get<Deal>(`/v1/deals/${deal.id}`)).body.engagement).toBeUndefined();
  });

  it('that went into another one stand with the survivor until the merge is undone', async () => {
    const tenant = app.as();
    const [ada, augusta] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    await make(tenant, ada, 'hers');
    const theirs = await make(tenant, augusta, 'theirs');
    const of = async (lead: Lead) =>
      (await tenant.get<{ items: Deal[] }>(`/v1/deals?leadId=${lead.id}`)).body.items?.map(({ name }) => name);
    const { body: done } = await merge(tenant, await read(tenant, ada), await read(tenant, augusta));
    expect(await of(ada)).toEqual(['theirs', 'hers']);
    const leadOf = async () => {
      const { body } = await tenant.get<Deal>(`/v1/deals/${theirs.id}`);
      const listed = (await tenant.get<{ items: Deal[] }>('/v1/deals')).body.items.find(({ id }) => id === theirs.id);
      const { columns } = (await tenant.get<{ columns: BoardColumn[] }>('/v1/deals/board')).body;
      const card = columns.flatMap(({ deals }) => deals).find(({ id }) => id === theirs.id);
      return [body, listed, card].map((deal) => deal?.leadId);
    };
    expect(await leadOf()).toEqual([ada.id, ada.id, ada.id]);
    expect((await tenant.patch<Deal>(`/v1/deals/${theirs.id}`, theirs.version, { name: 'theirs' })).body.leadId).toBe(ada.id);
    expect((await tenant.post<Problem>('/v1/deals', { leadId: augusta.id, name: 'x' })).body.code).toBe('LEAD.NOT_FOUND');
    await undo(tenant, done);
    expect([await of(ada), await of(augusta)]).toEqual([['hers'], ['theirs']]);
    expect(await leadOf()).toEqual([augusta.id, augusta.id, augusta.id]);
  });

  it('that went into another one are hidden and shown again with the survivor', async () => {
    const tenant = app.as();
    const [ada, augusta] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    await make(tenant, augusta, 'theirs');
    await merge(tenant, ada, augusta);
    await remove(tenant, ada);
    expect(await shown(tenant)).toEqual(NOTHING);
    await tenant.post(`/v1/leads/${ada.id}/restore`, {});
    expect((await shown(tenant)).list).toEqual(['theirs']);
  });
});

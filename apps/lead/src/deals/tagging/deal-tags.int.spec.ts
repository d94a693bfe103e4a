import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Deal,
  type DealAuditEntry,
  type DealTagResult,
  dealUpdatedV1,
  type Lead,
  type Tag,
  type TagAuditEntry,
} from '@leadstream/contracts';
import { TenantDatabase } from '@leadstream/persistence';
import { inspect } from '../../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../../test/lead-app.js';
import { ADA, AUGUSTA, create, merge, read } from '../../../test/merges.js';
import { ifMatch, type Problem, type TenantClient } from '../../../test/tenant-client.js';
import { TagRemovalService } from '../../tags/tagging/tag-removal.service.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

interface Tagged {
  readonly items: DealTagResult[];
  readonly nextCursor: string | null;
}

const tagOf = async (tenant: TenantClient, name: string): Promise<Tag> => (await tenant.post<Tag>('/v1/tags', { name })).body;
const retag = (tenant: TenantClient, body: object) => tenant.post<Tagged & Problem>('/v1/deals/tags', body);
const statuses = ({ body }: { body: Tagged }): string[] =>
  body.items.map((item) => (item.status === 'failed' ? item.error.code : item.status));
const deal = async (tenant: TenantClient, { id }: { id: string }): Promise<Deal> => (await tenant.get<Deal>(`/v1/deals/${id}`)).body;
const usage = async (tenant: TenantClient, { id }: Tag) => (await tenant.get<Tag>(`/v1/tags/${id}`)).body.usage;
const audit = async <T>(tenant: TenantClient, path: string) => (await tenant.get<{ items: T[] }>(`${path}/audit`)).body.items;

async function dealsOf(tenant: TenantClient, lead: Lead, names: readonly string[], more = {}): Promise<Deal[]> {
  const made = await Promise.all(names.map((name) => tenant.post<Deal>('/v1/deals', { leadId: lead.id, name, ...more })));
  return made.map(({ body }) => body);
}

async function toldTags(tenant: TenantClient): Promise<unknown[]> {
  const rows = await inspect<{ payload: string }>(
    app.database,
    `SELECT payload FROM outbox WHERE tenant_id = $1 AND headers->>'ce_type' = $2 ORDER BY id`,
    [tenant.tenantId, dealUpdatedV1.type],
  );
  return rows.map(({ payload }) => {
    const { changed, tagIds } = JSON.parse(payload) as Record<string, unknown>;
    return [changed, tagIds];
  });
}

describe('tags of deals', () => {
  it('are put on and taken off with one event and one entry of the audit per real change', async () => {
    const tenant = app.as();
    const [vip, north] = [await tagOf(tenant, 'VIP'), await tagOf(tenant, 'north')];
    const [a, b] = (await dealsOf(tenant, await create(tenant, ADA), ['a', 'b'])) as [Deal, Deal];
    const gone = '01920000-0000-7000-8000-00000000dead';
    expect(statuses(await retag(tenant, { dealIds: [a.id, gone, b.id], add: [vip.id] }))).toEqual([
      'updated',
      'LEAD.DEAL_NOT_FOUND',
      'updated',
    ]);
    expect(statuses(await retag(tenant, { dealIds: [a.id, a.id], add: [vip.id] }))).toEqual(['unchanged', 'unchanged']);
    expect(statuses(await retag(tenant, { dealIds: [a.id], add: [north.id], remove: [vip.id] }))).toEqual(['updated']);
    expect(await deal(tenant, a)).toMatchObject({ tagIds: [north.id], version: 3 });
    expect([await usage(tenant, vip), await usage(tenant, north)]).toEqual([
      { leads: 0, deals: 1 },
      { leads: 0, deals: 1 },
    ]);
    expect(await toldTags(tenant)).toEqual([
      [['tagIds'], [vip.id]],
      [['tagIds'], [vip.id]],
      [['tagIds'], [north.id]],
    ]);
    expect((await audit<DealAuditEntry>(tenant, `/v1/deals/${a.id}`)).slice(0, 2)).toMatchObject([
      { version: 3, action: 'updated', changes: [{ field: 'tagIds', before: [vip.id], after: [north.id] }] },
      { version: 2, action: 'updated', changes: [{ field: 'tagIds', before: [], after: [vip.id] }] },
    ]);
  });

  it('are refused when there is no such tag, when nothing is asked for, and to whom may not write', async () => {
    const tenant = app.as();
    const vip = await tagOf(tenant, 'VIP');
    const [a] = (await dealsOf(tenant, await create(tenant, ADA), ['a'])) as [Deal];
    const foreign = await tagOf(app.as(), 'theirs');
    expect((await retag(tenant, { dealIds: [a.id], add: [foreign.id] })).body.code).toBe('LEAD.TAG_NOT_FOUND');
    expect((await retag(tenant, { filter: { leadId: vip.id }, add: [vip.id] })).body.code).toBe('LEAD.NOT_FOUND');
    const own = app.as();
    expect(statuses(await retag(own, { dealIds: [a.id], add: [(await tagOf(own, 'VIP')).id] }))).toEqual(['LEAD.DEAL_NOT_FOUND']);
    for (const body of [
      { dealIds: [a.id] },
      { add: [vip.id] },
      { dealIds: [a.id], add: [vip.id], remove: [vip.id] },
      { dealIds: [a.id], filter: {}, add: [vip.id] },
      { dealIds: [a.id], cursor: 'x', add: [vip.id] },
      { filter: { colour: 'red' }, add: [vip.id] },
    ])
      expect((await retag(tenant, body)).status).toBe(422);
    expect((await app.as(tenant.tenantId, ['leads:read']).post('/v1/deals/tags', { dealIds: [a.id], add: [vip.id] })).status).toBe(403);
  });

  it('are put on the deals of a filter part by part, also while the filter ceases to hold', async () => {
    const tenant = app.as();
    const [ada, augusta] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const vip = await tagOf(tenant, 'VIP');
    const made = await dealsOf(tenant, ada, ['a', 'b', 'c', 'd']);
    await dealsOf(tenant, augusta, ['e'], { status: 'nurturing' });
    const through = async (body: object): Promise<string[]> => {
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const answer: { body: Tagged } = await retag(tenant, { ...body, limit: 2, ...(cursor && { cursor }) });
        seen.push(...statuses(answer));
        cursor = answer.body.nextCursor;
      }
      return seen;
    };
    expect(await through({ filter: { leadId: ada.id, status: 'active', rotting: false }, add: [vip.id] })).toEqual(
      Array.from({ length: 4 }, () => 'updated'),
    );
    const listed = (await tenant.get<{ items: Deal[] }>(`/v1/deals?tagId=${vip.id}`)).body.items;
    expect(listed.map(({ id }) => id).toSorted()).toEqual(made.map(({ id }) => id).toSorted());
    expect(await through({ filter: { tagId: vip.id }, remove: [vip.id] })).toEqual(Array.from({ length: 4 }, () => 'updated'));
    expect(await usage(tenant, vip)).toEqual({ leads: 0, deals: 0 });
    expect(await through({ filter: {}, add: [vip.id] })).toHaveLength(5);
  });

  it('make no rotting deal fresh, neither put on nor when they are deleted; whatever else happens to it does', async () => {
    const tenant = app.as();
    const stale = await tagOf(tenant, 'stale');
    const [a, b] = (await dealsOf(tenant, await create(tenant, ADA), ['a', 'b'])) as [Deal, Deal];
    const month = `interval '40 days'`;
    const aged = `created_at = created_at - ${month}, updated_at = updated_at - ${month}, last_worked_at = last_worked_at - ${month}`;
    await inspect(app.database, `UPDATE deal SET ${aged} WHERE deal_id = $1`, [a.id]);
    // As a release leaves it that does not know of the instant.
    await inspect(app.database, `UPDATE deal SET ${aged.replace(/last_worked_at = .*/, 'last_worked_at = NULL')} WHERE deal_id = $1`, [
      b.id,
    ]);
    await inspect(app.database, `UPDATE deal SET tag_ids = ARRAY[$2::uuid], version = 2, updated_at = now() WHERE deal_id = $1`, [b.id, stale.id]); // prettier-ignore
    const rotting = async () => {
      const { body } = await tenant.get<{ items: Deal[] }>('/v1/deals?rotting=true');
      return body.items.map(({ name, rotting: rots }) => [name, rots]).toSorted();
    };
    const both = [['a', true], ['b', true]]; // prettier-ignore
    expect(statuses(await retag(tenant, { filter: { rotting: true }, add: [stale.id] })).toSorted()).toEqual(['unchanged', 'updated']);
    expect(await rotting()).toEqual(both);
    await tenant.delete(`/v1/tags/${stale.id}`, ifMatch(1));
    const [removal, database] = [app.service.app.get(TagRemovalService), app.service.app.get(TenantDatabase)];
    await database.inTenant(tenant.tenantId, (tx) => removal.takeOff(tx, stale.id));
    expect([(await deal(tenant, a)).tagIds, await rotting()]).toEqual([[], both]);
    await tenant.patch(`/v1/deals/${a.id}`, (await deal(tenant, a)).version, { name: 'a at work' });
    expect(await rotting()).toEqual([['b', true]]);
  });

  it('are counted exactly however many put them on and take them off at once', async () => {
    const tenant = app.as();
    const vip = await tagOf(tenant, 'VIP');
    const made = await dealsOf(tenant, await create(tenant, ADA), ['a', 'b', 'c', 'd', 'e', 'f']);
    const ids = made.map(({ id }) => id);
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, turn) => {
        const some = turn % 2 === 0 ? ids : ids.toReversed();
        return retag(tenant, { dealIds: some.slice(turn % 3), ...(turn % 4 === 3 ? { remove: [vip.id] } : { add: [vip.id] }) });
      }),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const now = await Promise.all(made.map((one) => deal(tenant, one)));
    expect(await usage(tenant, vip)).toEqual({ leads: 0, deals: now.filter(({ tagIds }) => tagIds.length === 1).length });
    expect(await toldTags(tenant)).toHaveLength(now.reduce((sum, { version }) => sum + version - 1, 0));
  });

  it('are lost with their tag, also by a deal that comes back later', async () => {
    const tenant = app.as();
    const [vip, north] = [await tagOf(tenant, 'VIP'), await tagOf(tenant, 'north')];
    const lead = await create(tenant, ADA);
    const [a, b] = (await dealsOf(tenant, lead, ['a', 'b'])) as [Deal, Deal];
    await tenant.post('/v1/leads/tags', { leadIds: [lead.id], add: [vip.id] });
    await retag(tenant, { dealIds: [a.id, b.id], add: [vip.id, north.id] });
    await tenant.delete(`/v1/deals/${b.id}`, ifMatch(2));
    expect(await usage(tenant, vip)).toEqual({ leads: 1, deals: 1 });
    expect((await tenant.delete(`/v1/tags/${vip.id}`, ifMatch(1))).status).toBe(204);
    expect(await deal(tenant, a)).toMatchObject({ tagIds: [north.id], version: 3 });
    expect((await read(tenant, lead)).tagIds).toEqual([]);
    await tenant.post(`/v1/deals/${b.id}/restore`, {});
    const database = app.service.app.get(TenantDatabase);
    const run = { step: database.withoutTenant.bind(database), stepInTenant: database.inTenant.bind(database) };
    expect(await app.service.app.get(TagRemovalService).takeOffAll(run)).toEqual({ changed: 1 });
    expect(await app.service.app.get(TagRemovalService).takeOffAll(run)).toEqual({ changed: 0 });
    expect((await deal(tenant, b)).tagIds).toEqual([north.id]);
    // Nobody asked for it at that moment.
    expect((await audit<DealAuditEntry>(tenant, `/v1/deals/${b.id}`))[0]).toMatchObject({
      action: 'updated',
      actor: { kind: 'service', id: 'lead' },
      changes: [{ field: 'tagIds', after: [north.id] }],
    });
  });

  it('do not count while the deal is hidden with its lead; those that are gone by then are lost as it is shown', async () => {
    const tenant = app.as();
    const lead = await create(tenant, ADA);
    const [made] = (await dealsOf(tenant, lead, ['Loft'])) as [Deal];
    const vip = await tagOf(tenant, 'VIP');
    await retag(tenant, { dealIds: [made.id], add: [vip.id] });
    await tenant.delete(`/v1/leads/${lead.id}`, { 'if-match': '"1"' });
    expect(await usage(tenant, vip)).toEqual({ leads: 0, deals: 0 });
    await tenant.delete(`/v1/tags/${vip.id}`, { 'if-match': `"${vip.version}"` });
    const database = app.service.app.get(TenantDatabase);
    const run = { step: database.withoutTenant.bind(database), stepInTenant: database.inTenant.bind(database) };
    const takeOff = () => app.service.app.get(TagRemovalService).takeOffAll(run);
    expect(await takeOff()).toEqual({ changed: 0 });
    await tenant.post(`/v1/leads/${lead.id}/restore`, {});
    expect(await takeOff()).toEqual({ changed: 1 });
    expect((await deal(tenant, made)).tagIds).toEqual([]);
  });
});

describe('the audit', () => {
  it('of a deal tells each version, who made it and from what to what', async () => {
    const tenant = app.as();
    const lead = await create(tenant, ADA);
    const [made] = (await dealsOf(tenant, lead, ['Loft'], { value: { amount: '10', currency: 'EUR' } })) as [Deal];
    const path = `/v1/deals/${made.id}`;
    await tenant.patch(path, 1, { name: 'Loft in Mitte', value: { amount: '12', currency: 'EUR' } });
    const { body: board } = await tenant.get<{ columns: { stage: { id: string; closes: boolean } }[] }>('/v1/deals/board');
    const closing = board.columns.find(({ stage }) => stage.closes)?.stage.id;
    const lost = { stageId: closing, status: 'closed-lost', lossReason: 'price' };
    const headers = { 'content-type': 'application/json', ...ifMatch(2) };
    const { body: closed } = await tenant.send<Deal>('PUT', `${path}/stage`, { body: JSON.stringify(lost), headers });
    await tenant.delete(path, ifMatch(3));
    await tenant.post(`${path}/restore`, {});
    const entries = await audit<DealAuditEntry>(tenant, path);
    expect(entries.map(({ version, action }) => [version, action])).toEqual([
      [5, 'restored'],
      [4, 'deleted'],
      [3, 'moved'],
      [2, 'updated'],
      [1, 'created'],
    ]);
    expect(entries[2]?.changes).toEqual([
      { field: 'stageId', before: made.stageId, after: closing },
      { field: 'status', before: 'active', after: 'closed-lost' },
      { field: 'lossReason', before: null, after: 'price' },
      { field: 'closedAt', before: null, after: closed.closedAt },
    ]);
    expect(entries[3]?.changes).toEqual([
      { field: 'name', before: 'Loft', after: 'Loft in Mitte' },
      { field: 'value', before: { amount: '10.00', currency: 'EUR' }, after: { amount: '12.00', currency: 'EUR' } },
    ]);
    expect(entries[4]?.changes.map(({ field }) => field)).toEqual(['leadId', 'name', 'pipelineId', 'stageId', 'status', 'value', 'openedAt']); // prettier-ignore
    expect(entries[4]?.actor.kind).toBe('member');
    const first = await tenant.get<{ items: DealAuditEntry[]; nextCursor: string }>(`${path}/audit?limit=3`);
    const rest = await tenant.get<{ items: DealAuditEntry[]; nextCursor: null }>(`${path}/audit?limit=3&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...rest.body.items]).toEqual(entries);
    expect([rest.body.nextCursor, (await app.as().get(`${path}/audit`)).status]).toEqual([null, 404]);
  });

  it('of a batch of deals has an entry for each, and a merge of leads none', async () => {
    const tenant = app.as();
    const [ada, augusta] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    const { body } = await tenant.post<{ items: { id: string }[] }>('/v1/deals/batch', {
      items: ['a', 'b'].map((name) => ({ leadId: augusta.id, name })),
    });
    await merge(tenant, ada, augusta);
    for (const { id } of body.items)
      expect((await audit<DealAuditEntry>(tenant, `/v1/deals/${id}`)).map(({ action }) => action)).toEqual(['created']);
  });

  it('of a tag tells what it was called, also once it is deleted', async () => {
    const tenant = app.as();
    const vip = await tagOf(tenant, 'VIP');
    await tenant.patch(`/v1/tags/${vip.id}`, 1, { name: 'Very big', colour: '#000000' });
    await tenant.patch(`/v1/tags/${vip.id}`, 2, { name: 'Very big' });
    await tenant.delete(`/v1/tags/${vip.id}`, ifMatch(2));
    const entries = await audit<TagAuditEntry>(tenant, `/v1/tags/${vip.id}`);
    expect(entries.map(({ version, action, changes }) => ({ version, action, changes }))).toEqual([
      { version: 3, action: 'deleted', changes: [] },
      {
        version: 2,
        action: 'updated',
        changes: [
          { field: 'name', before: 'VIP', after: 'Very big' },
          { field: 'colour', before: '#808080', after: '#000000' },
        ],
      },
      {
        version: 1,
        action: 'created',
        changes: [
          { field: 'name', before: null, after: 'VIP' },
          { field: 'colour', before: null, after: '#808080' },
        ],
      },
    ]);
    expect((await app.as().get(`/v1/tags/${vip.id}/audit`)).status).toBe(404);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Lead, type LeadBatchResult, type LeadTagResult, leadUpdatedV1, type Tag, tagChangedV1 } from '@leadstream/contracts';
import { TenantDatabase } from '@leadstream/persistence';
import { inspect } from '../../test/inspect.js';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { ADA, AUGUSTA, create, merge, read, undo } from '../../test/merges.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';
import { TagRemovalService } from './tagging/tag-removal.service.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp();
});
afterAll(() => app.stop());

interface Tagged {
  readonly items: LeadTagResult[];
  readonly nextCursor: string | null;
}

const make = async (tenant: TenantClient, name: string, colour?: string): Promise<Tag> =>
  (await tenant.post<Tag>('/v1/tags', { name, ...(colour && { colour }) })).body;
const retag = (tenant: TenantClient, body: object) => tenant.post<Tagged & Problem>('/v1/leads/tags', body);
const leadsOf = (tenant: TenantClient, names: readonly string[]) =>
  Promise.all(names.map((name) => create(tenant, { externalId: name, email: `${name}@x.com` })));
const usage = async (tenant: TenantClient, { id }: Tag): Promise<number> => (await tenant.get<Tag>(`/v1/tags/${id}`)).body.usage.leads;
const statuses = ({ body }: { body: Tagged }): string[] =>
  body.items.map((item) => (item.status === 'failed' ? item.error.code : item.status));

/** Events of a tenant on their way out, in order. */
async function outbox(tenant: TenantClient, type: string): Promise<Record<string, unknown>[]> {
  const rows = await inspect<{ payload: string }>(
    app.database,
    `SELECT payload FROM outbox WHERE tenant_id = $1 AND headers->>'ce_type' = $2 ORDER BY id`,
    [tenant.tenantId, type],
  );
  return rows.map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);
}

describe('a tag', () => {
  it('has a name of its own in whatever case, and a colour', async () => {
    const tenant = app.as();
    const made = await tenant.post<Tag>('/v1/tags', { name: '  Very   Big ', colour: '#1F77B4' });
    expect([made.status, made.headers.get('location'), made.headers.get('etag')]).toEqual([201, `/v1/tags/${made.body.id}`, '"1"']);
    expect(made.body).toMatchObject({ name: 'Very Big', colour: '#1f77b4', usage: { leads: 0, deals: 0 }, deletedAt: null });
    expect((await tenant.post<Problem>('/v1/tags', { name: 'VERY BIG' })).body).toMatchObject({
      code: 'LEAD.TAG_EXISTS',
      existingId: made.body.id,
    });
    expect((await app.as().post('/v1/tags', { name: 'Very big' })).status).toBe(201);
    const other = await make(tenant, 'Straße');
    expect((await tenant.patch<Problem>(`/v1/tags/${other.id}`, 1, { name: 'very big' })).body).toMatchObject({ code: 'LEAD.TAG_EXISTS', existingId: made.body.id }); // prettier-ignore
    expect((await tenant.patch<Tag>(`/v1/tags/${other.id}`, 1, { name: 'STRASSE' })).body).toMatchObject({ name: 'STRASSE', version: 2 });
    expect((await tenant.patch<Problem>(`/v1/tags/${other.id}`, 1, { name: 'x' })).body).toMatchObject({ code: 'LEAD.TAG_STALE', currentVersion: 2 }); // prettier-ignore
  });

  it.each([
    [{ name: ' ' }, 'LEAD.TAG_INVALID', 'name text.blank'],
    [{ name: 'a;b' }, 'LEAD.TAG_INVALID', 'name tag.semicolon'],
    [{ name: 'a\u0007' }, 'LEAD.TAG_INVALID', 'name text.control_character'],
    [{ name: 'a', colour: 'red' }, 'HTTP.INVALID_BODY', 'colour invalid_format'],
  ])('is refused as %j', async (body, code, problem) => {
    const answer = await app.as().post<Problem>('/v1/tags', body);
    expect([answer.body.code, answer.body.errors?.map((error) => `${error.path} ${error.code}`)]).toEqual([code, [problem]]);
  });

  it('is made once by many who want it at once', async () => {
    const tenant = app.as();
    const answers = await Promise.all(Array.from({ length: 8 }, () => tenant.post('/v1/tags', { name: 'VIP' })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });
});

describe('tags of leads', () => {
  it('are put on and taken off with one event per real change', async () => {
    const tenant = app.as();
    const [vip, north] = [await make(tenant, 'VIP'), await make(tenant, 'north')];
    const [a, b] = (await leadsOf(tenant, ['a', 'b'])) as [Lead, Lead];
    const gone = '01920000-0000-7000-8000-00000000dead';
    const first = await retag(tenant, { leadIds: [a.id, b.id, gone], add: [vip.id] });
    expect([statuses(first), first.body.items.map(({ id }) => id)]).toEqual([
      ['updated', 'updated', 'LEAD.NOT_FOUND'],
      [a.id, b.id, gone],
    ]);
    expect(statuses(await retag(tenant, { leadIds: [a.id, a.id, b.id], add: [vip.id] }))).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(statuses(await retag(tenant, { leadIds: [a.id, b.id], add: [north.id], remove: [vip.id] }))).toEqual(['updated', 'updated']);
    expect(statuses(await retag(tenant, { leadIds: [b.id], remove: [vip.id] }))).toEqual(['unchanged']);
    expect(await read(tenant, a)).toMatchObject({ tagIds: [north.id], version: 3 });
    expect([await usage(tenant, vip), await usage(tenant, north)]).toEqual([0, 2]);
    const told = await outbox(tenant, leadUpdatedV1.type);
    expect(told.map(({ changed, tagIds }) => [changed, tagIds])).toEqual([
      [['tagIds'], [vip.id]],
      [['tagIds'], [vip.id]],
      [['tagIds'], [north.id]],
      [['tagIds'], [north.id]],
    ]);
    const { updatedAt } = await read(tenant, a);
    expect((await tenant.get<Lead>(`/v1/leads/${a.id}?asOf=${updatedAt}`)).body).toEqual(await read(tenant, a));
  });

  it('are refused when there is no such tag, and when nothing is asked for', async () => {
    const tenant = app.as();
    const [a] = (await leadsOf(tenant, ['a'])) as [Lead];
    const foreign = await make(app.as(), 'theirs');
    const vip = await make(tenant, 'VIP');
    expect((await retag(tenant, { leadIds: [a.id], add: [foreign.id] })).body.code).toBe('LEAD.TAG_NOT_FOUND');
    expect((await app.as().get(`/v1/tags/${vip.id}`)).status).toBe(404);
    for (const body of [
      { leadIds: [a.id] },
      { add: [vip.id] },
      { leadIds: [a.id], add: [vip.id], remove: [vip.id] },
      { leadIds: [a.id], filter: { and: [] }, add: [vip.id] },
    ])
      // prettier-ignore
      expect((await retag(tenant, body)).status).toBe(422);
    expect((await app.as(tenant.tenantId, ['leads:read']).post('/v1/leads/tags', { leadIds: [a.id], add: [vip.id] })).status).toBe(403);
  });

  it('are counted exactly however many put them on and take them off at once', async () => {
    const tenant = app.as();
    const vip = await make(tenant, 'VIP');
    const leads = await leadsOf(tenant, ['a', 'b', 'c', 'd', 'e', 'f']);
    const ids = leads.map(({ id }) => id);
    await Promise.all(
      Array.from({ length: 24 }, (_, turn) => {
        const some = turn % 2 === 0 ? ids : ids.toReversed();
        return retag(tenant, { leadIds: some.slice(turn % 3), ...(turn % 4 === 3 ? { remove: [vip.id] } : { add: [vip.id] }) });
      }),
    );
    const held = (await Promise.all(leads.map((lead) => read(tenant, lead)))).filter(({ tagIds }) => tagIds.length === 1);
    expect(await usage(tenant, vip)).toBe(held.length);
    const versions = (await Promise.all(leads.map((lead) => read(tenant, lead)))).map(({ version }) => version - 1);
    expect(await outbox(tenant, leadUpdatedV1.type)).toHaveLength(versions.reduce((sum, count) => sum + count, 0));
  });

  it('are put on the leads of a filter part by part, and again without effect', async () => {
    const tenant = app.as();
    const [vip, old] = [await make(tenant, 'VIP'), await make(tenant, 'old')];
    await leadsOf(tenant, ['a', 'b', 'c', 'd', 'e']);
    const filter = { field: 'externalId', operator: 'in', value: ['a', 'b', 'c', 'd'] };
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const answer: { body: Tagged } = await retag(tenant, { filter, limit: 3, add: [vip.id], ...(cursor && { cursor }) });
      seen.push(...statuses(answer));
      cursor = answer.body.nextCursor;
    }
    expect(seen).toEqual(['updated', 'updated', 'updated', 'updated']);
    expect(await usage(tenant, vip)).toBe(4);
    // A filter over the very tag that is taken off misses nobody.
    const tagged = { field: 'tagIds', operator: 'contains-any', value: ['vip'] };
    const first = await retag(tenant, { filter: tagged, limit: 3, remove: [vip.id] });
    const second = await retag(tenant, { filter: tagged, limit: 3, remove: [vip.id], cursor: first.body.nextCursor });
    expect([statuses(first).length, statuses(second).length, await usage(tenant, vip)]).toEqual([3, 1, 0]);
    expect((await retag(tenant, { filter: { field: 'tagIds', operator: 'eq', value: 'x' }, add: [old.id] })).body.code).toBe(
      'LEAD.SEARCH_INVALID',
    );
  });

  it('are lost with their tag, which history can still name', async () => {
    const tenant = app.as();
    const [vip, north] = [await make(tenant, 'VIP'), await make(tenant, 'north')];
    const [a, b] = (await leadsOf(tenant, ['a', 'b'])) as [Lead, Lead];
    await retag(tenant, { leadIds: [a.id, b.id], add: [vip.id, north.id] });
    await tenant.delete(`/v1/leads/${b.id}`, ifMatch(2));
    expect(await usage(tenant, vip)).toBe(1);
    const { body: before } = await tenant.get<Lead>(`/v1/leads/${a.id}`);
    expect((await tenant.delete(`/v1/tags/${vip.id}`, ifMatch(1))).status).toBe(204);
    expect(await read(tenant, a)).toMatchObject({ tagIds: [north.id], version: 3 });
    expect((await tenant.get<Lead>(`/v1/leads/${a.id}?asOf=${before.updatedAt}`)).body.tagIds.toSorted()).toEqual(
      [vip.id, north.id].toSorted(),
    );
    expect((await tenant.get<Tag>(`/v1/tags/${vip.id}`)).body).toMatchObject({ name: 'VIP', deletedAt: expect.any(String) });
    expect((await tenant.get<{ items: Tag[] }>('/v1/tags')).body.items.map(({ name }) => name)).toEqual(['north']);
    expect((await retag(tenant, { leadIds: [a.id], add: [vip.id] })).body.code).toBe('LEAD.TAG_NOT_FOUND');
    // A lead that comes back later loses it then; the name is free meanwhile.
    await tenant.post(`/v1/leads/${b.id}/restore`, {});
    expect((await tenant.post('/v1/tags', { name: 'vip' })).status).toBe(201);
    const database = app.service.app.get(TenantDatabase);
    const run = { step: database.withoutTenant.bind(database), stepInTenant: database.inTenant.bind(database) };
    expect(await app.service.app.get(TagRemovalService).takeOffAll(run)).toEqual({ changed: 1 });
    expect(await app.service.app.get(TagRemovalService).takeOffAll(run)).toEqual({ changed: 0 });
    expect((await read(tenant, b)).tagIds).toEqual([north.id]);
    const told = await outbox(tenant, tagChangedV1.type);
    expect(told.map(({ name, deletedAt }) => [name, deletedAt === null])).toEqual([['VIP', true], ['north', true], ['VIP', false], ['vip', true]]); // prettier-ignore
  });

  it('of two merged leads are on the survivor, and on each as before once the merge is undone', async () => {
    const tenant = app.as();
    const [vip, north, both] = [await make(tenant, 'VIP'), await make(tenant, 'north'), await make(tenant, 'both')];
    const [ada, augusta] = [await create(tenant, ADA), await create(tenant, AUGUSTA)];
    await retag(tenant, { leadIds: [ada.id], add: [vip.id, both.id] });
    await retag(tenant, { leadIds: [augusta.id], add: [north.id, both.id] });
    const sides = await Promise.all([read(tenant, ada), read(tenant, augusta)]);
    const { body: done } = await merge(tenant, sides[0], sides[1]);
    expect((await read(tenant, ada)).tagIds).toEqual([vip.id, north.id, both.id].toSorted());
    expect([await usage(tenant, vip), await usage(tenant, north), await usage(tenant, both)]).toEqual([1, 1, 1]);
    await undo(tenant, done);
    const after = await Promise.all([read(tenant, ada), read(tenant, augusta)]);
    expect(after.map(({ tagIds }) => tagIds)).toEqual(sides.map(({ tagIds }) => tagIds));
    expect([await usage(tenant, vip), await usage(tenant, north), await usage(tenant, both)]).toEqual([1, 1, 2]);
  });
});

describe('a lead that is stated with tags', () => {
  it('has them from its first version on, and changes them with its other fields, one event a version', async () => {
    const tenant = app.as();
    const [vip, north, old] = [await make(tenant, 'vip'), await make(tenant, 'north'), await make(tenant, 'old')];
    const lead = await create(tenant, { externalId: 'one', tagIds: [north.id, vip.id.toUpperCase(), north.id] });
    expect(lead).toMatchObject({ version: 1, tagIds: [vip.id, north.id].toSorted() });
    const { body: changed } = await tenant.patch<Lead>(`/v1/leads/${lead.id}`, 1, { company: 'Acme', tagIds: [old.id] });
    expect(changed).toMatchObject({ version: 2, tagIds: [old.id], company: 'Acme' });
    expect((await tenant.patch<Lead>(`/v1/leads/${lead.id}`, 2, { tagIds: [old.id] })).body.version).toBe(2);
    expect([await usage(tenant, vip), await usage(tenant, old)]).toEqual([0, 1]);
    expect((await tenant.patch<Lead>(`/v1/leads/${lead.id}`, 2, { tagIds: null })).body).toMatchObject({ version: 3, tagIds: [] });
    expect(await outbox(tenant, 'lead.captured')).toMatchObject([{ tagIds: lead.tagIds }]);
    expect(await outbox(tenant, 'lead.updated')).toMatchObject([
      { changed: ['company', 'tagIds'], tagIds: [old.id] },
      { changed: ['tagIds'], tagIds: [] },
    ]);
  });

  it('is refused with the place of a tag that the tenant has not, alone among many', async () => {
    const [tenant, stranger] = [app.as(), app.as()];
    const [own, gone, theirs] = [await make(tenant, 'own'), await make(tenant, 'gone'), await make(stranger, 'theirs')];
    await tenant.delete(`/v1/tags/${gone.id}`, ifMatch(1));
    const refused = ({ status, body }: { status: number; body: Problem }) => [
      status,
      body.errors?.map(({ path, code }) => `${path} ${code}`),
    ];
    const lead = { externalId: 'one', tagIds: [own.id, gone.id, theirs.id] };
    expect(refused(await tenant.post('/v1/leads', lead))).toEqual([422, ['tagIds.1 tag.unknown', 'tagIds.2 tag.unknown']]);
    const [kept] = await leadsOf(tenant, ['kept']);
    const patch = await tenant.patch<Problem>(`/v1/leads/${kept?.id}`, 1, { tagIds: [theirs.id] });
    expect(refused(patch)).toEqual([422, ['tagIds.0 tag.unknown']]);
    const { body } = await tenant.post<{ items: LeadBatchResult[] }>('/v1/leads/batch', {
      items: [
        { op: 'create', lead },
        { op: 'create', lead: { externalId: 'two', tagIds: [own.id] } },
        { op: 'update', id: kept?.id, version: 1, lead: { tagIds: [own.id] } },
      ],
    });
    expect(body.items.map((item) => (item.status === 'failed' ? item.error.errors[0]?.path : item.status))).toEqual([
      'lead.tagIds.1',
      'created',
      'updated',
    ]);
    expect(await usage(tenant, own)).toBe(2);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Segment, SegmentChange, SegmentMembersChange, SegmentPreview } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create, merge, read, undo } from '../../test/merges.js';
import { activate } from '../../test/scoring.js';
import { membersOf, movesOf, ready, segment } from '../../test/segments.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';

let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ SEGMENT_POLL_MS: '50' });
});
afterAll(() => app.stop());

const SCOPES = ['leads:read', 'leads:write', 'tenant:write'];
const admin = (): TenantClient => app.as(undefined, SCOPES);
const company = (value: string) => ({ field: 'company', operator: 'eq', value });
const told = (segmentId: string, moves: readonly string[]) =>
  eventually(() => expect(movesOf(app, segmentId)).toEqual(moves), { withinMs: 30_000 });
const refusals = async (tenant: TenantClient, stated: object) => {
  const { status, body } = await tenant.post<Problem>('/v1/segments', { name: 'x', ...stated });
  return [status, body.code, ...(body.errors ?? []).map(({ path, code }) => `${path} ${code}`)];
};

describe('segments', () => {
  it('are made, read, changed and deleted, with a sentence, and each step is audited and told', async () => {
    const tenant = admin();
    const made = await tenant.post<Segment>('/v1/segments', { name: ' Acme ', filter: company('ACME') });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Acme', kind: 'dynamic', visibility: 'team', version: 1, status: 'backfilling', members: 0 });
    expect(made.body).toMatchObject({ sentence: 'Company is “acme”.', filter: company('ACME'), madeBy: tenant.actor });
    const path = `/v1/segments/${made.body.id}`;
    await ready(tenant, made.body.id);
    expect((await tenant.patch<Problem>(path, 7, { name: 'x' })).body).toMatchObject({ code: 'LEAD.SEGMENT_STALE', currentVersion: 1 });
    expect((await tenant.patch<Segment>(path, 1, { name: 'Acme' })).body.version).toBe(1);
    expect((await tenant.patch<Segment>(path, 1, { name: 'Beta', visibility: 'public' })).body).toMatchObject({
      version: 2,
      status: 'ready',
    });
    expect((await tenant.patch<Segment>(path, 2, { filter: company('Beta') })).body).toMatchObject({ version: 3, status: 'backfilling' });
    expect((await tenant.get<{ items: Segment[] }>('/v1/segments')).body.items.map(({ id }) => id)).toEqual([made.body.id]);
    const { items } = (await tenant.get<{ items: SegmentChange[] }>(`${path}/history`)).body;
    expect(items.map(({ version, action, changes }) => [version, action, ...changes.map(({ field }) => field)])).toEqual([
      [3, 'updated', 'filter'],
      [2, 'updated', 'name', 'visibility'],
      [1, 'created', 'name', 'kind', 'visibility', 'filter'],
    ]);
    expect((await tenant.delete(path, ifMatch(3))).status).toBe(204);
    expect((await tenant.get<Problem>(path)).body.code).toBe('LEAD.SEGMENT_NOT_FOUND');
    await eventually(() => {
      const changes = app.published.ofType('segment.changed').filter(({ key }) => key.endsWith(made.body.id));
      expect(changes.at(-1)?.data).toMatchObject({ name: 'Beta', deletedAt: expect.any(String) });
    });
  });

  it('are refused with code and path for whatever says nothing, or says it wrongly', async () => {
    const tenant = admin();
    const invalid = [422, 'LEAD.SEGMENT_INVALID'];
    expect(await refusals(tenant, {})).toEqual([...invalid, 'filter filter.missing']);
    expect(await refusals(tenant, { filter: { and: [{ or: [] }] } })).toEqual([...invalid, 'filter filter.empty']);
    expect(await refusals(tenant, { filter: { and: [company('x'), { field: 'shoe', operator: 'eq', value: 1 }] } })).toEqual([
      ...invalid,
      'filter.and.1.field filter.field_unknown',
    ]);
    expect(await refusals(tenant, { filter: { field: 'company', operator: 'regex', value: '(a+)+$' } })).toEqual([
      ...invalid,
      'filter.operator filter.operator_unknown',
    ]);
    const deep = (levels: number): object => (levels === 0 ? company('x') : { not: deep(levels - 1) });
    expect(await refusals(tenant, { filter: deep(8) })).toEqual([...invalid, `filter.${Array(8).fill('not').join('.')} filter.too_deep`]);
    expect((await refusals(tenant, { filter: deep(1_000) }))[1]).toBe('HTTP.TOO_DEEP');
    expect(await refusals(tenant, { name: 'a\u0001', filter: company('x') })).toEqual([...invalid, 'name text.control_character']);
  });

  it('are private, of the team, or public', async () => {
    const maker = app.as(undefined);
    const [mine, ours, everyones] = await Promise.all(
      ['private', 'team', 'public'].map(
        async (visibility) => (await maker.post<Segment>('/v1/segments', { name: visibility, visibility, filter: company('x') })).body,
      ),
    );
    const other = app.as(maker.tenantId);
    const lead = app.as(maker.tenantId, SCOPES);
    const stranger = app.as();
    const codeOf = async (client: TenantClient, of: Segment | undefined) =>
      (await client.patch<Problem>(`/v1/segments/${of?.id}`, of?.version ?? 0, { name: `${of?.name} ${uuidV7.next()}` })).body.code;
    expect((await other.get<{ items: Segment[] }>('/v1/segments')).body.items.map(({ name }) => name).toSorted()).toEqual([
      'public',
      'team',
    ]);
    expect(await codeOf(other, mine)).toBe('LEAD.SEGMENT_NOT_FOUND');
    expect(await codeOf(other, ours)).toBe('LEAD.SEGMENT_NOT_YOURS');
    expect(await codeOf(lead, mine)).toBe('LEAD.SEGMENT_NOT_FOUND');
    expect(await codeOf(lead, ours)).toBeUndefined();
    expect(await codeOf(other, everyones)).toBeUndefined();
    expect(await codeOf(stranger, everyones)).toBe('LEAD.SEGMENT_NOT_FOUND');
    expect((await stranger.get<{ items: Segment[] }>('/v1/segments')).body.items).toEqual([]);
  });

  it('are previewed with count, sample and sentence, and searched by the same filters', async () => {
    const tenant = admin();
    for (const name of ['a', 'b', 'c']) await create(tenant, { externalId: name, company: name === 'c' ? 'Beta' : 'Acme' });
    await activate(tenant);
    const filter = { and: [company('acme'), { field: 'score', operator: 'gte', value: 30 }] };
    const { body } = await tenant.post<SegmentPreview>('/v1/segments/preview', { filter, sample: 1 });
    // 60 points for a company, of which fit counts half.
    expect(body).toMatchObject({ count: 2, sentence: 'Company is “acme” and score is at least 30.' });
    expect(body.sample.map(({ externalId }) => externalId)).toEqual(['b']);
    const found = await tenant.post<{ items: unknown[] }>('/v1/leads/search', { filter });
    expect(found.body.items).toHaveLength(2);
    expect((await tenant.post<Problem>('/v1/segments/preview', { filter: { or: [] } })).body.code).toBe('LEAD.SEGMENT_INVALID');
  });
});

describe('deleted segments', () => {
  const restore = (tenant: TenantClient, id: string) => tenant.post<Segment & Pick<Problem, 'code'>>(`/v1/segments/${id}/restore`, {});

  it('come back dynamic with whom the filter finds by now, and only who came in or left meanwhile is told', async () => {
    const tenant = admin();
    const [stays, leaves, enters] = [
      await create(tenant, { externalId: 'a', company: 'Acme' }),
      await create(tenant, { externalId: 'b', company: 'Acme' }),
      await create(tenant, { externalId: 'c', company: 'Beta' }),
    ];
    const { id } = await segment(tenant, { filter: company('Acme') });
    expect(await restore(tenant, id)).toMatchObject({ status: 409, body: { code: 'LEAD.SEGMENT_NOT_DELETED' } });
    await tenant.delete(`/v1/segments/${id}`, ifMatch(1));
    await tenant.patch(`/v1/leads/${leaves.id}`, 1, { company: 'Beta' });
    await tenant.patch(`/v1/leads/${enters.id}`, 1, { company: 'Acme' });
    const listed = async (query: string) =>
      (await tenant.get<{ items: Segment[] }>(`/v1/segments${query}`)).body.items.map((one) => one.id);
    expect([await listed(''), await listed('?deleted=true')]).toEqual([[], [id]]);
    expect((await restore(app.as(tenant.tenantId), id)).body.code).toBe('LEAD.SEGMENT_NOT_YOURS');
    expect((await restore(admin(), id)).body.code).toBe('LEAD.SEGMENT_NOT_FOUND');
    const { status, headers, body } = await restore(tenant, id);
    expect([status, headers.get('etag'), body.version, body.status]).toEqual([200, '"3"', 3, 'backfilling']);
    await ready(tenant, id);
    expect(await membersOf(tenant, id)).toEqual([stays.id, enters.id].toSorted());
    // Whether a change is judged before the filling or found by it is chance; that it is told once is not.
    const moves = [`entered ${stays.id}`, `entered ${leaves.id}`, `left ${leaves.id}`, `entered ${enters.id}`].toSorted();
    await eventually(() => expect(movesOf(app, id).map((move) => move.replace(/ \w+$/, '')).toSorted()).toEqual(moves), { withinMs: 30_000 }); // prettier-ignore
    expect([await listed(''), await listed('?deleted=true')]).toEqual([[id], []]);
    const { items } = (await tenant.get<{ items: SegmentChange[] }>(`/v1/segments/${id}/history`)).body;
    expect(items.map(({ action }) => action)).toEqual(['restored', 'deleted', 'created']);
    await eventually(() => {
      const changes = app.published.ofType('segment.changed').filter(({ key }) => key.endsWith(id));
      expect(changes.filter(({ headers: sent }) => sent['ce_sequence'] === '3').map(({ data }) => data)).toContainEqual(expect.objectContaining({ deletedAt: null })); // prettier-ignore
    });
  });

  it('come back static with who was in them, and whoever those went into', async () => {
    const tenant = admin();
    const [stays, goes, other] = [
      await create(tenant, { externalId: 'a' }),
      await create(tenant, { email: 'b@x.com' }),
      await create(tenant, { externalId: 'c' }),
    ];
    const [{ id }, beside] = [await segment(tenant, { kind: 'static' }), await segment(tenant, { kind: 'static' })];
    await tenant.post(`/v1/segments/${id}/members`, { add: [goes.id, other.id] });
    await tenant.post(`/v1/segments/${beside.id}/members`, { add: [goes.id] });
    await tenant.delete(`/v1/segments/${id}`, ifMatch(1));
    await merge(tenant, stays, goes);
    // A merge is followed in all segments together.
    await told(beside.id, [`entered ${goes.id} manual`, `entered ${stays.id} event`]);
    expect((await restore(tenant, id)).body).toMatchObject({ version: 3, status: 'ready', members: 2 });
    expect(await membersOf(tenant, id)).toEqual([stays.id, other.id].toSorted());
    await told(
      id,
      [goes.id, other.id].toSorted().map((one) => `entered ${one} manual`),
    );
  });
});

describe('static segments', () => {
  it('hold whom they were filled with, and whoever is put in and taken out by hand', async () => {
    const tenant = admin();
    const [one, two, three] = await Promise.all(
      ['a', 'b', 'c'].map((name) => create(tenant, { externalId: name, company: name === 'c' ? 'Beta' : 'Acme' })),
    );
    const { id } = await segment(tenant, { kind: 'static', filter: company('Acme') });
    await create(tenant, { externalId: 'd', company: 'Acme' });
    expect(await membersOf(tenant, id, 1)).toEqual([one!.id, two!.id].toSorted());
    const nobody = uuidV7.next();
    const path = `/v1/segments/${id}/members`;
    const changed = await tenant.post<SegmentMembersChange>(path, { add: [three!.id, one!.id, nobody], remove: [two!.id] });
    expect(changed.body).toEqual({ added: 1, removed: 1, missing: [nobody] });
    await tenant.patch(`/v1/leads/${one!.id}`, 1, { company: 'Gamma' });
    await tenant.delete(`/v1/leads/${three!.id}`, ifMatch(1));
    expect(await membersOf(tenant, id)).toEqual([one!.id]);
    expect((await tenant.get<Segment>(`/v1/segments/${id}`)).body.members).toBe(1);
    expect((await tenant.patch<Problem>(`/v1/segments/${id}`, 1, { filter: company('x') })).body.code).toBe('LEAD.SEGMENT_STATIC');
    await told(id, [
      ...[one!.id, two!.id].toSorted().map((leadId) => `entered ${leadId} filter`),
      `left ${two!.id} manual`,
      `entered ${three!.id} manual`,
    ]);
    const dynamic = await segment(tenant, { filter: company('Acme') });
    expect((await tenant.post<Problem>(`/v1/segments/${dynamic.id}/members`, { add: [one!.id] })).body.code).toBe('LEAD.SEGMENT_DYNAMIC');
    expect((await tenant.post<Problem>(path, { add: [] })).status).toBe(422);
  });
});

describe('static segments and merges', () => {
  it('has who stays in whatever either was in, and both where they were when that is undone', async () => {
    const tenant = admin();
    const [stays, goes] = [await create(tenant, { externalId: 'a' }), await create(tenant, { email: 'b@x.com' })];
    const [ofOne, ofBoth] = [await segment(tenant, { kind: 'static' }), await segment(tenant, { kind: 'static' })];
    await tenant.post(`/v1/segments/${ofOne.id}/members`, { add: [goes.id] });
    await tenant.post(`/v1/segments/${ofBoth.id}/members`, { add: [stays.id, goes.id] });
    const { body: merged } = await merge(tenant, stays, goes);
    await told(ofOne.id, [`entered ${goes.id} manual`, `entered ${stays.id} event`]);
    for (const { id } of [ofOne, ofBoth]) expect(await membersOf(tenant, id)).toEqual([stays.id]);
    await undo(tenant, merged);
    await told(ofOne.id, [`entered ${goes.id} manual`, `entered ${stays.id} event`, `left ${stays.id} event`]);
    expect(await membersOf(tenant, ofOne.id)).toEqual([goes.id]);
    expect(await membersOf(tenant, ofBoth.id)).toEqual([stays.id, goes.id].toSorted());
    expect(movesOf(app, ofBoth.id)).toHaveLength(2);
  });

  it('follows merges of merges, and leaves what was done by hand since as it is', async () => {
    const tenant = admin();
    const [a, b, c] = [
      await create(tenant, { externalId: 'a' }),
      await create(tenant, { email: 'b@x.com' }),
      await create(tenant, { phone: '+4930901820' }),
    ];
    const { id } = await segment(tenant, { kind: 'static' });
    const change = async (stated: object) => (await tenant.post<SegmentMembersChange>(`/v1/segments/${id}/members`, stated)).body;
    await change({ add: [c.id] });
    const { body: inner } = await merge(tenant, b, c);
    const { body: outer } = await merge(tenant, a, await read(tenant, b));
    await eventually(async () => expect(await membersOf(tenant, id)).toEqual([a.id]), { withinMs: 30_000 });
    await undo(tenant, outer);
    await eventually(async () => expect(await membersOf(tenant, id)).toEqual([b.id]), { withinMs: 30_000 });
    await undo(tenant, inner);
    await eventually(async () => expect(await membersOf(tenant, id)).toEqual([c.id]), { withinMs: 30_000 });

    const { body: again } = await merge(tenant, await read(tenant, a), await read(tenant, c));
    await eventually(async () => expect(await membersOf(tenant, id)).toEqual([a.id]), { withinMs: 30_000 });
    expect(await change({ add: [a.id] })).toEqual({ added: 0, removed: 0, missing: [] });
    await undo(tenant, again);
    expect(await membersOf(tenant, id)).toEqual([a.id, c.id].toSorted());
    const { body: last } = await merge(tenant, await read(tenant, a), await read(tenant, c));
    expect(await change({ remove: [a.id] })).toEqual({ added: 0, removed: 1, missing: [] });
    await undo(tenant, last);
    expect(await membersOf(tenant, id)).toEqual([]);
  });
});

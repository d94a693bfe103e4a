import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Segment, SegmentChange, SegmentMembersChange, SegmentPreview } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { TenantDatabase } from '@leadstream/persistence';
import { eventually, sql } from '@leadstream/testing';
import { type LeadApp, startLeadApp } from '../../test/lead-app.js';
import { create, merge, read, undo } from '../../test/merges.js';
import { activate, interaction, messageAct, messageState, retraction, WEIGHTS } from '../../test/scoring.js';
import { allowed, consent, consentOver, domainForbidden, forbidden, membersOf, movesOf, ready, segment } from '../../test/segments.js';
import { ifMatch, type Problem, type TenantClient } from '../../test/tenant-client.js';
import { SegmentVerificationService } from './verify/segment-verification.service.js';

const DAY_MS = 86_400_000;
let aheadMs = 0;
let app: LeadApp;
beforeAll(async () => {
  app = await startLeadApp({ SEGMENT_POLL_MS: '50' }, { now: () => new Date(Date.now() + aheadMs) });
});
afterAll(() => app.stop());
beforeEach(() => {
  aheadMs = 0;
});

const SCOPES = ['leads:read', 'leads:write', 'tenant:write'];
const admin = (): TenantClient => app.as(undefined, SCOPES);
const company = (value: string) => ({ field: 'company', operator: 'eq', value });
const told = (segmentId: string, moves: readonly string[]) =>
  eventually(() => expect(movesOf(app, segmentId)).toEqual(moves), { withinMs: 30_000 });
/** Whether the capture of a lead or the filling of a segment comes first is a matter of chance. */
const toldOfAnyCause = (segmentId: string, moves: readonly string[]) =>
  eventually(() => expect(movesOf(app, segmentId).map((move) => move.replace(/ \w+$/, ''))).toEqual(moves), { withinMs: 30_000 });
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

describe('dynamic segments', () => {
  it('are entered and left as leads change, once, with the change as the cause', async () => {
    const tenant = admin();
    const { id } = await segment(tenant, { filter: { or: [company('Acme'), { field: 'status', operator: 'eq', value: 'qualified' }] } });
    const known = await segment(tenant, { filter: { field: 'externalId', operator: 'eq', value: 'a' } });
    const lead = await create(tenant, { externalId: 'a' });
    // Its capture was judged, so that nothing but the update moves it.
    await told(known.id, [`entered ${lead.id} event`]);
    await tenant.patch(`/v1/leads/${lead.id}`, 1, { company: 'Acme' });
    await told(id, [`entered ${lead.id} event`]);
    const [, entered] = app.published.ofType('segment.entered').filter(({ key }) => key.endsWith(lead.id));
    const update = app.published.ofType('lead.updated').find(({ key }) => key.endsWith(lead.id));
    expect(entered?.headers).toMatchObject({ ce_causationid: update?.headers['ce_id'], ce_sequence: '2' });
    await tenant.patch(`/v1/leads/${lead.id}`, 2, { jobTitle: 'CEO' });
    await tenant.post(`/v1/leads/${lead.id}/status`, { status: 'qualified' }, ifMatch(3));
    await tenant.patch(`/v1/leads/${lead.id}`, 4, { company: 'Beta' });
    expect((await tenant.get<{ items: Segment[] }>(`/v1/leads/${lead.id}/segments`)).body.items.map((one) => one.id)).toEqual([
      known.id,
      id,
    ]);
    await tenant.delete(`/v1/leads/${lead.id}`, ifMatch(5));
    await told(id, [`entered ${lead.id} event`, `left ${lead.id} event`]);
    await tenant.send('POST', `/v1/leads/${lead.id}/restore`);
    await told(id, [`entered ${lead.id} event`, `left ${lead.id} event`, `entered ${lead.id} event`]);
  });

  it('hear of what leads do, of retractions, consents, prohibitions, scores and temperatures', async () => {
    const tenant = admin();
    await activate(tenant);
    const lead = await create(tenant, { email: 'ada@x.com', company: 'Acme' });
    const of = { tenantId: tenant.tenantId, leadId: lead.id };
    const opened = { field: 'engagement.message.opened', operator: 'gte', value: 2, within: { count: 14, unit: 'day' } };
    const filters = {
      opened,
      viewed: { field: 'engagement.interaction.page_view', operator: 'eq', value: 1 },
      willing: { field: 'consent.email.marketing', operator: 'eq', value: 'given' },
      free: { field: 'doNotContact.email', operator: 'eq', value: false },
      scored: { field: 'score', operator: 'gt', value: 60 },
      warm: { field: 'temperature', operator: 'in', value: ['warm', 'hot'] },
    };
    const ids = Object.fromEntries(
      await Promise.all(
        Object.entries(filters).map(async ([name, filter]) => [name, (await segment(tenant, { name, filter })).id] as const),
      ),
    );
    const [entered, left] = ['entered', 'left'].map((word) => `${word} ${lead.id} event`) as [string, string];
    const now = new Date();
    // Of the first mail the open was passed over by the click.
    const [clicked, unclicked] = [uuidV7.next(), uuidV7.next()];
    await app.publish(messageState(of, clicked, 'clicked', now), messageAct(of, clicked, 'opened', now));
    await app.publish(messageState(of, unclicked, 'opened', now));
    await told(ids['opened']!, [entered]);
    const view = uuidV7.next();
    await app.publish(interaction(of, view, 'page_view', now));
    await told(ids['viewed']!, [entered]);
    await app.publish(retraction(of, view, now));
    await told(ids['viewed']!, [entered, left]);
    await app.publish(consent(of, 'email', 'given', now));
    await told(ids['willing']!, [entered]);
    await app.publish(
      consent(of, 'email', 'withdrawn', new Date(now.getTime() + 1)),
      consent(of, 'email', 'given', new Date(now.getTime() - 1)),
    );
    await told(ids['willing']!, [entered, left]);
    const [line, until] = [uuidV7.next(), new Date(now.getTime() + DAY_MS).toISOString()];
    await app.publish(consent(of, 'email', 'given', new Date(now.getTime() + 2), { entryId: line, expiresAt: until }));
    await told(ids['willing']!, [entered, left, entered]);
    await app.publish(consentOver(of, line, until));
    await told(ids['willing']!, [entered, left, entered, left]);
    const entry = uuidV7.next();
    await app.publish(forbidden(tenant.tenantId, entry, 'ada@x.com'));
    await toldOfAnyCause(ids['free']!, [`entered ${lead.id}`, `left ${lead.id}`]);
    await app.publish(allowed(tenant.tenantId, entry));
    await toldOfAnyCause(ids['free']!, [`entered ${lead.id}`, `left ${lead.id}`, `entered ${lead.id}`]);
    const domain = uuidV7.next();
    await app.publish(domainForbidden(tenant.tenantId, domain, 'x.com'));
    await toldOfAnyCause(ids['free']!, [`entered ${lead.id}`, `left ${lead.id}`, `entered ${lead.id}`, `left ${lead.id}`]);
    await app.publish(allowed(tenant.tenantId, domain));
    await toldOfAnyCause(
      ids['free']!,
      ['entered', 'left', 'entered', 'left', 'entered'].map((word) => `${word} ${lead.id}`),
    );
    await app.publish(interaction(of, uuidV7.next(), 'call_answered', now));
    for (const name of ['scored', 'warm']) await told(ids[name]!, [entered]);
    // Another model, by which a call counts nothing.
    await activate(tenant, { ...WEIGHTS, fitSharePercent: 100 });
    await told(ids['scored']!, [entered, `left ${lead.id} filter`]);
  }, 90_000);

  it('are entered and left when it is time, at their instants and once', async () => {
    const tenant = admin();
    const lead = await create(tenant, { email: 'ada@x.com' });
    const gone = await create(tenant, { email: 'bob@x.com' });
    const resting = await segment(tenant, {
      filter: { field: 'statusChangedAt', operator: 'at-least-ago', value: { count: 14, unit: 'day' } },
    });
    const active = await segment(tenant, {
      filter: { field: 'engagement.message.opened', operator: 'gte', value: 1, within: { count: 2, unit: 'day' } },
    });
    await app.publish(messageState({ tenantId: tenant.tenantId, leadId: lead.id }, uuidV7.next(), 'opened', new Date()));
    await told(active.id, [`entered ${lead.id} event`]);
    await tenant.delete(`/v1/leads/${gone.id}`, ifMatch(1));
    const looks = () => sql(app.database.adminUrl, 'SELECT lead_id FROM lead.segment_lead_look WHERE tenant_id = $1', [tenant.tenantId]);
    await eventually(async () => expect(await looks()).toEqual([{ lead_id: lead.id }]));
    // What a release before left is followed when it is due.
    const former = [tenant.tenantId, resting.id, lead.id];
    await sql(app.database.adminUrl, 'INSERT INTO lead.segment_look VALUES ($1, $2, $3, now())', former);
    await eventually(async () =>
      expect(await sql(app.database.adminUrl, 'SELECT FROM lead.segment_look WHERE tenant_id = $1', [tenant.tenantId])).toEqual([]),
    );
    aheadMs = 2 * DAY_MS;
    await told(active.id, [`entered ${lead.id} event`, `left ${lead.id} time`]);
    expect(movesOf(app, resting.id)).toEqual([]);
    aheadMs = 14 * DAY_MS;
    await told(resting.id, [`entered ${lead.id} time`]);
    await eventually(async () => expect(await looks()).toEqual([]));
    expect(movesOf(app, active.id)).toHaveLength(2);
  });

  it('follow merges and their undoing', async () => {
    const tenant = admin();
    const [survivor, merged] = await Promise.all([{ externalId: 'a' }, { email: 'b@x.com' }].map((body) => create(tenant, body)));
    const { id } = await segment(tenant, { filter: { field: 'engagement.message.opened', operator: 'gte', value: 2 } });
    for (const lead of [survivor, merged]) {
      await app.publish(messageState({ tenantId: tenant.tenantId, leadId: lead!.id }, uuidV7.next(), 'opened', new Date()));
    }
    const { body } = await merge(tenant, survivor!, merged!);
    await told(id, [`entered ${survivor!.id} event`]);
    await undo(tenant, body);
    await told(id, [`entered ${survivor!.id} event`, `left ${survivor!.id} event`]);
  });

  it('are filled anew by another filter, telling the difference alone, and agree with a full recount', async () => {
    const tenant = admin();
    const leads = await Promise.all(['Acme', 'Beta', 'Gamma'].map((name) => create(tenant, { externalId: name, company: name })));
    const [acme, beta, gamma] = leads.map((lead) => lead.id) as [string, string, string];
    const either = (...names: string[]) => ({ or: names.map(company) });
    const { id } = await segment(tenant, { filter: either('Acme', 'Beta') });
    await tenant.patch(`/v1/segments/${id}`, 1, { filter: either('Beta', 'Gamma') });
    await ready(tenant, id);
    await eventually(() => expect(movesOf(app, id)).toHaveLength(4), { withinMs: 30_000 });
    const [one, two, ...others] = movesOf(app, id).map((move) => move.split(' ').slice(0, 2).join(' '));
    expect([one, two].toSorted()).toEqual([acme, beta].toSorted().map((leadId) => `entered ${leadId}`));
    expect(others).toEqual([`left ${acme}`, `entered ${gamma}`]);
    expect(await membersOf(tenant, id)).toEqual([beta, gamma].toSorted());

    const verify = () =>
      app.service.app.get(TenantDatabase).readInTenant(tenant.tenantId, (tx) => app.service.app.get(SegmentVerificationService).verify(tx));
    expect(await verify()).toEqual([{ segmentId: id, name: 'Some', found: 2, missing: [], surplus: [] }]);
    await sql(app.database.adminUrl, 'UPDATE lead.segment_member SET lead_id = $3 WHERE segment_id = $1 AND lead_id = $2', [
      id,
      beta,
      acme,
    ]);
    expect(await verify()).toEqual([{ segmentId: id, name: 'Some', found: 2, missing: [beta], surplus: [acme] }]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Interaction, Problem } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually, sql } from '@leadstream/testing';
import { type EngagementApp, startEngagementApp } from '../../test/engagement-app.js';

interface Page {
  readonly items: Interaction[];
  readonly nextCursor: string | null;
}

let app: EngagementApp;
let now = new Date();
beforeAll(async () => {
  app = await startEngagementApp({ now: () => now });
});
afterAll(() => app.stop());

const seen = (leadId: string, change: object = {}) => ({
  clientEventId: uuidV7.next(),
  leadId,
  kind: 'page_view',
  occurredAt: '2026-11-01T09:00:00Z',
  ...change,
});

describe('recording one', () => {
  it('stores it and tells where it is', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const reported = {
      ...seen(leadId.toUpperCase()),
      channel: 'email',
      content: { id: 'listing-7', title: 'Seaside', url: 'https://example.com/7' },
      value: 12.5,
    };
    const { status, headers, body } = await tenant.post<Interaction>('/v1/interactions', reported);
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/interactions/${body.id}`);
    expect(body).toEqual({ ...reported, id: body.id, leadId, occurredAt: '2026-11-01T09:00:00.000Z', recordedAt: now.toISOString() });
    expect((await tenant.get<Interaction>(`/v1/interactions/${body.id}`)).body).toEqual(body);
  });

  it('answers a client event id that was used with the first record, whatever else it says', async () => {
    const tenant = app.as();
    const first = seen(uuidV7.next());
    const { body } = await tenant.post<Interaction>('/v1/interactions', first);
    const again = await tenant.post<Interaction>('/v1/interactions', {
      ...seen(uuidV7.next(), { kind: 'form_view' }),
      clientEventId: first.clientEventId,
    });
    expect(again.status).toBe(200);
    expect(again.body).toEqual(body);
  });

  it('stores one of twenty requests at once', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const same = seen(leadId);
    const answers = await Promise.all(Array.from({ length: 20 }, () => tenant.post<Interaction>('/v1/interactions', same)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await tenant.get<Page>(`/v1/interactions?leadId=${leadId}`)).body.items).toHaveLength(1);
  });

  it('recognises a client event id in another month', async () => {
    const tenant = app.as();
    const same = seen(uuidV7.next());
    await tenant.post('/v1/interactions', same);
    const before = now;
    now = new Date(now.getTime() + 40 * 86_400_000);
    const again = await tenant.post('/v1/interactions', same);
    const fresh = await tenant.post<Interaction>('/v1/interactions', seen(same.leadId));
    expect([again.status, fresh.status, fresh.body.recordedAt]).toEqual([200, 201, now.toISOString()]);
    now = before;
  });

  it('does it once per idempotency key', async () => {
    const tenant = app.as();
    const body = seen(uuidV7.next());
    const key = { 'idempotency-key': uuidV7.next() };
    const first = await tenant.post<Interaction>('/v1/interactions', body, key);
    const again = await tenant.post<Interaction>('/v1/interactions', body, key);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(again.body).toEqual(first.body);
  });

  it('takes the far past and a clock that is a little ahead', async () => {
    const tenant = app.as();
    const ahead = new Date(now.getTime() + 4 * 60_000).toISOString();
    for (const occurredAt of ['1970-01-01T00:00:00Z', '1999-12-31T23:59:59.999999Z', ahead]) {
      expect((await tenant.post('/v1/interactions', seen(uuidV7.next(), { occurredAt }))).status).toBe(201);
    }
  });

  it.each<[object, string, string]>([
    [{ occurredAt: '2999-01-01T00:00:00Z' }, 'ENGAGEMENT.OCCURRED_IN_FUTURE', 'occurredAt'],
    [{ occurredAt: '0001-01-01T00:00:00Z' }, 'HTTP.INVALID_BODY', 'occurredAt'],
    [{ occurredAt: 'yesterday' }, 'HTTP.INVALID_BODY', 'occurredAt'],
    [{ leadId: 'ada' }, 'HTTP.INVALID_BODY', 'leadId'],
    [{ clientEventId: '' }, 'HTTP.INVALID_BODY', 'clientEventId'],
    [{ kind: 'Page View' }, 'HTTP.INVALID_BODY', 'kind'],
    [{ channel: 'fax' }, 'HTTP.INVALID_BODY', 'channel'],
    [{ value: -1 }, 'HTTP.INVALID_BODY', 'value'],
    [{ value: 'much' }, 'HTTP.INVALID_BODY', 'value'],
    [{ content: { id: 'a', url: 'javascript:alert(1)' } }, 'HTTP.INVALID_BODY', 'content.url'],
    [{ content: { id: 'a\u0000b' } }, 'HTTP.FORBIDDEN_CHARACTER', 'content.id'],
    [{ device: 'phone' }, 'HTTP.INVALID_BODY', 'device'],
  ])('refuses %j', async (change, code, path) => {
    const { status, body } = await app.as().post<Problem>('/v1/interactions', seen(uuidV7.next(), change));
    expect([status, body.code]).toEqual([422, code]);
    expect(body.errors).toEqual([expect.objectContaining({ path })]);
  });
});

describe('the timeline', () => {
  it('is newest occurrence first, page by page, each once', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    const instants = ['2026-11-03', '2026-11-01', '2026-11-03', '2026-11-02', '2020-01-01'];
    for (const day of instants) await tenant.post('/v1/interactions', seen(leadId, { occurredAt: `${day}T10:00:00Z` }));
    await tenant.post('/v1/interactions', seen(uuidV7.next()));
    const read: Interaction[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: Page } = await tenant.get<Page>(`/v1/interactions?leadId=${leadId}&limit=2${cursor && `&cursor=${cursor}`}`);
      read.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(read.map(({ occurredAt }) => occurredAt.slice(0, 10))).toEqual([
      '2026-11-03',
      '2026-11-03',
      '2026-11-02',
      '2026-11-01',
      '2020-01-01',
    ]);
    expect(new Set(read.map(({ id }) => id)).size).toBe(5);
  });

  it('can be read for some kinds', async () => {
    const tenant = app.as();
    const leadId = uuidV7.next();
    for (const kind of ['page_view', 'form_view', 'call_answered']) await tenant.post('/v1/interactions', seen(leadId, { kind }));
    const kinds = async (query: string) =>
      (await tenant.get<Page>(`/v1/interactions?leadId=${leadId}&${query}`)).body.items.map(({ kind }) => kind).sort();
    expect(await kinds('kind=form_view')).toEqual(['form_view']);
    expect(await kinds('kind=form_view,page_view')).toEqual(['form_view', 'page_view']);
    expect(await kinds('kind=none')).toEqual([]);
  });

  it.each([
    '',
    'leadId=ada',
    `leadId=${uuidV7.next()}&limit=1001`,
    `leadId=${uuidV7.next()}&cursor=abc`,
    `leadId=${uuidV7.next()}&kind=A%20B`,
  ])('refuses "%s"', async (query) => {
    expect([400, 422]).toContain((await app.as().get(`/v1/interactions?${query}`)).status);
  });
});

describe('another tenant', () => {
  it('sees nothing, and has client event ids of its own', async () => {
    const body = seen(uuidV7.next());
    const { body: ours } = await app.as().post<Interaction>('/v1/interactions', body);
    const other = app.as();
    expect((await other.get<Problem>(`/v1/interactions/${ours.id}`)).body.code).toBe('ENGAGEMENT.INTERACTION_NOT_FOUND');
    expect((await other.get<Page>(`/v1/interactions?leadId=${body.leadId}`)).body).toEqual({ items: [], nextCursor: null });
    expect((await other.post<Interaction>('/v1/interactions', body)).status).toBe(201);
  });

  it('is told apart from one without the scope', async () => {
    const reader = app.as(undefined, ['engagement:read']);
    expect((await reader.post('/v1/interactions', seen(uuidV7.next()))).status).toBe(403);
    expect((await reader.post('/v1/interactions/batch', { items: [seen(uuidV7.next())] })).status).toBe(403);
    expect((await app.as(undefined, []).get(`/v1/interactions?leadId=${uuidV7.next()}`)).status).toBe(403);
  });
});

it('tells every interaction once, numbered in the order of the commits', async () => {
  const tenant = app.as();
  const leadId = uuidV7.next();
  const bodies = Array.from({ length: 10 }, () => seen(leadId));
  await Promise.all([...bodies, ...bodies].map((body) => tenant.post('/v1/interactions', body)));
  const own = () => app.published.ofType('interaction.recorded').filter(({ key }) => key === `${tenant.tenantId}:${leadId}`);
  await eventually(() => expect(own()).toHaveLength(10));
  expect(own().map(({ headers }) => Number(headers['ce_sequence']))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(own()[0]?.data).toMatchObject({ leadId, kind: 'page_view', occurredAt: '2026-11-01T09:00:00.000Z' });
});

it('hands on what a lead wrote, sealed, and keeps none of it', async () => {
  const tenant = app.as();
  const reply = seen(uuidV7.next(), { kind: 'message_received', channel: 'sms', text: 'Please stop texting me' });
  const { status, body } = await tenant.post<Interaction>('/v1/interactions', reply);
  expect([status, 'text' in body]).toEqual([201, false]);
  await tenant.post('/v1/interactions', reply);
  const told = () => app.published.ofType('message.received').filter(({ key }) => key === `${tenant.tenantId}:${reply.leadId}`);
  await eventually(() => expect(told()).toHaveLength(1));
  expect(told()[0]?.data).toMatchObject({
    leadId: reply.leadId,
    messageId: reply.clientEventId,
    channel: 'sms',
    receivedAt: '2026-11-01T09:00:00.000Z',
  });
  expect(told()[0]?.text).not.toContain('texting');
  const refused = await tenant.post<Problem>('/v1/interactions', seen(reply.leadId, { text: 'stop' }));
  expect([refused.status, refused.body.errors]).toEqual([422, [expect.objectContaining({ path: 'channel' })]]);
});

it('takes one back: it is gone, told once, and cannot be recorded again', async () => {
  const tenant = app.as();
  const mistake = seen(uuidV7.next());
  const { body } = await tenant.post<Interaction>('/v1/interactions', mistake);
  const path = `/v1/interactions/${body.id}`;
  expect((await app.as().delete<Problem>(path)).body.code).toBe('ENGAGEMENT.INTERACTION_NOT_FOUND');
  expect((await app.as(tenant.tenantId, ['engagement:read']).delete(path)).status).toBe(403);
  const answers = await Promise.all([tenant.delete(path), tenant.delete(path), tenant.delete(path)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404, 404]);
  expect((await tenant.get(path)).status).toBe(404);
  expect((await tenant.get<Page>(`/v1/interactions?leadId=${mistake.leadId}`)).body.items).toEqual([]);
  const again = await tenant.post<Problem>('/v1/interactions', mistake);
  expect([again.status, again.body.code]).toEqual([409, 'ENGAGEMENT.INTERACTION_RETRACTED']);
  const told = () => app.published.ofType('interaction.retracted').filter(({ key }) => key === `${tenant.tenantId}:${mistake.leadId}`);
  await eventually(() => expect(told()).toHaveLength(1));
  expect(told()[0]?.data).toEqual({ leadId: mistake.leadId, interactionId: body.id, retractedAt: now.toISOString() });
  expect(told()[0]?.headers['ce_sequence']).toBe('2');
});

it('leaves the service no way around the tenant by way of a partition', async () => {
  const [partition] = await sql<{ name: string }>(
    app.database.adminUrl,
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'engagement.interaction'::regclass LIMIT 1`,
  );
  await expect(sql(app.database.serviceUrl('engagement'), `SELECT * FROM ${partition?.name}`)).rejects.toMatchObject({ code: '42501' });
});

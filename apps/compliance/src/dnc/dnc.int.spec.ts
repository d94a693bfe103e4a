import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DncBatchCheck, DncCheck, DncEntry, Problem } from '@leadstream/contracts';
import { uuidV7 } from '@leadstream/kernel';
import { eventually, type ServiceClient } from '@leadstream/testing';
import { type ComplianceApp, startComplianceApp } from '../../test/compliance-app.js';

interface Page {
  readonly items: DncEntry[];
  readonly nextCursor: string | null;
}

let app: ComplianceApp;
let now = new Date('2026-11-20T12:00:00Z');
beforeAll(async () => {
  app = await startComplianceApp({ now: () => now });
});
afterAll(() => app.stop());

const phone = { kind: 'phone', value: '+1 (415) 555-2671', reason: 'asked on the phone' };
const check = (tenant: ServiceClient, body: object) => tenant.post<DncCheck>('/v1/dnc/check', body).then((answer) => answer.body);

describe('adding', () => {
  it('stores the normalised value and tells where the entry is', async () => {
    const tenant = app.as();
    const { status, headers, body } = await tenant.post<DncEntry>('/v1/dnc', {
      ...phone,
      channels: ['voice', 'sms', 'sms'],
      source: 'import',
    });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/dnc/${body.id}`);
    expect(headers.get('etag')).toBe('"1"');
    expect(body).toEqual({
      id: body.id,
      kind: 'phone',
      value: '+14155552671',
      channels: ['sms', 'voice'],
      reason: 'asked on the phone',
      source: 'import',
      addedAt: '2026-11-20T12:00:00.000Z',
      expiresAt: null,
      evidence: null,
      version: 1,
    });
    expect((await tenant.get<DncEntry>(`/v1/dnc/${body.id}`)).body).toEqual(body);
  });

  it('answers an address that is there already with its entry, keeping the later expiry', async () => {
    const tenant = app.as();
    const first = await tenant.post<DncEntry>('/v1/dnc', { ...phone, expiresAt: '2026-12-01T00:00:00Z' });
    const sooner = await tenant.post<DncEntry>('/v1/dnc', {
      ...phone,
      value: '4155552671',
      phoneRegion: 'US',
      expiresAt: '2026-11-25T00:00:00Z',
    });
    const later = await tenant.post<DncEntry>('/v1/dnc', phone);
    expect([first.status, sooner.status, later.status]).toEqual([201, 200, 200]);
    expect(sooner.body).toEqual(first.body);
    expect(later.body).toEqual({ ...first.body, expiresAt: null, version: 2 });
    expect(later.headers.get('etag')).toBe('"2"');
    expect((await tenant.get<Page>('/v1/dnc')).body.items).toHaveLength(1);
  });

  it('makes one entry of twenty requests at once', async () => {
    const tenant = app.as();
    const answers = await Promise.all(Array.from({ length: 20 }, () => tenant.post<DncEntry>('/v1/dnc', phone)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await check(tenant, { phone: phone.value })).listVersion).toBe(1);
  });

  it('does it once per idempotency key', async () => {
    const tenant = app.as();
    const key = { 'idempotency-key': uuidV7.next() };
    const first = await tenant.post<DncEntry>('/v1/dnc', phone, key);
    const again = await tenant.post<DncEntry>('/v1/dnc', phone, key);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(again.body).toEqual(first.body);
    const other = await tenant.post<Problem>('/v1/dnc', { ...phone, reason: 'other' }, key);
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY.KEY_REUSED']);
  });

  it.each<[object, number, string, string]>([
    [{ ...phone, value: '415 555 2671' }, 422, 'COMPLIANCE.BAD_PHONE', 'value'],
    [{ ...phone, kind: 'email' }, 422, 'COMPLIANCE.BAD_EMAIL', 'value'],
    [{ ...phone, kind: 'domain', value: 'com' }, 422, 'COMPLIANCE.BAD_DOMAIN', 'value'],
    [{ ...phone, evidence: {} }, 422, 'HTTP.INVALID_BODY', 'evidence.note'],
    [{ ...phone, expiresAt: '2026-11-20T12:00:00Z' }, 422, 'COMPLIANCE.EXPIRES_IN_PAST', 'expiresAt'],
    [{ ...phone, reason: undefined }, 422, 'HTTP.INVALID_BODY', 'reason'],
    [{ ...phone, channels: ['fax'] }, 422, 'HTTP.INVALID_BODY', 'channels.0'],
    [{ ...phone, channels: 'sms' }, 422, 'HTTP.INVALID_BODY', 'channels'],
    [{ ...phone, tenantId: uuidV7.next() }, 422, 'HTTP.INVALID_BODY', 'tenantId'],
    [{ ...phone, reason: 'a\u0000b' }, 422, 'HTTP.FORBIDDEN_CHARACTER', 'reason'],
  ])('refuses %j', async (body, status, code, path) => {
    const answer = await app.as().post<Problem>('/v1/dnc', body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.errors).toEqual([expect.objectContaining({ path })]);
  });
});

describe('checking', () => {
  it('finds an address in any spelling, on the channels named', async () => {
    const tenant = app.as();
    await tenant.post('/v1/dnc', { ...phone, channels: ['sms'] });
    const { body: mail } = await tenant.post<DncEntry>('/v1/dnc', { kind: 'email', value: 'Ada@Example.com', reason: 'wrote back' });
    expect(await check(tenant, { phone: '001 415 555 2671', phoneRegion: 'DE', channel: 'voice' })).toMatchObject({
      blocked: false,
      entries: [],
      listVersion: 2,
    });
    expect((await check(tenant, { phone: '(415) 555-2671', phoneRegion: 'US', channel: 'sms' })).blocked).toBe(true);
    expect(await check(tenant, { email: 'ADA@example.COM', channel: 'social' })).toEqual({
      blocked: true,
      entries: [mail],
      reasons: [{ code: 'entry', entryId: mail.id }],
      lists: [],
      listVersion: 2,
      answeredAt: now.toISOString(),
    });
    expect((await check(tenant, { phone: phone.value, email: 'ada@example.com' })).entries).toHaveLength(2);
    expect((await check(tenant, { email: 'bob@example.com' })).blocked).toBe(false);
  });

  it('keeps entries on other channels apart', async () => {
    const tenant = app.as();
    const { body: sms } = await tenant.post<DncEntry>('/v1/dnc', { ...phone, channels: ['sms'] });
    await tenant.post('/v1/dnc', { ...phone, channels: ['voice'], expiresAt: '2026-11-21T00:00:00Z' });
    await tenant.delete(`/v1/dnc/${sms.id}`);
    expect((await check(tenant, { phone: phone.value, channel: 'sms' })).blocked).toBe(false);
    expect((await check(tenant, { phone: phone.value, channel: 'voice' })).blocked).toBe(true);
  });

  it('no longer blocks from the expiry on, and blocks again when it is added again', async () => {
    const tenant = app.as();
    const entry = { ...phone, expiresAt: '2026-11-20T13:00:00Z' };
    const { body: first } = await tenant.post<DncEntry>('/v1/dnc', entry);
    const before = now;
    now = new Date('2026-11-20T13:00:00Z');
    expect((await check(tenant, { phone: phone.value })).blocked).toBe(false);
    const again = await tenant.post<DncEntry>('/v1/dnc', { ...entry, expiresAt: '2026-11-20T14:00:00Z' });
    expect(again.body).toMatchObject({ id: first.id, version: 2, expiresAt: '2026-11-20T14:00:00.000Z' });
    expect((await check(tenant, { phone: phone.value })).blocked).toBe(true);
    now = before;
  });

  it('wants an address, and one that it can read', async () => {
    const tenant = app.as();
    expect((await tenant.post<Problem>('/v1/dnc/check', { channel: 'sms' })).body).toMatchObject({
      status: 422,
      errors: [{ path: 'phone' }],
    });
    expect((await tenant.post<Problem>('/v1/dnc/check', { phone: 'nobody' })).body).toMatchObject({
      code: 'COMPLIANCE.BAD_PHONE',
      errors: [{ path: 'phone' }],
    });
  });
});

describe('a domain', () => {
  const corp = { kind: 'domain', value: 'Corp.EXAMPLE', channels: ['email'], reason: 'the company asked' };

  it('blocks every address in it and below it, until it is withdrawn', async () => {
    const tenant = app.as();
    const { status, body: entry } = await tenant.post<DncEntry>('/v1/dnc', corp);
    expect([status, entry.value]).toEqual([201, 'corp.example']);
    const addresses = ['ada@corp.example', 'BEA@mail.corp.example', 'cy@notcorp.example', 'dee@example'].map((email) => ({ email }));
    const batch = async (channel: string) => (await tenant.post<DncBatchCheck>('/v1/dnc/batch', { addresses, channel })).body.items;
    const byDomain = { blocked: true, reasons: [{ code: 'entry', entryId: entry.id, domain: 'corp.example' }] };
    const free = { blocked: false, reasons: [] };
    expect(await batch('email')).toEqual([byDomain, byDomain, free, { blocked: true, reasons: [{ code: 'bad_email' }] }]);
    expect((await batch('social')).slice(0, 3)).toEqual([free, free, free]);
    expect(await check(tenant, { email: 'ada@corp.example', channel: 'email' })).toMatchObject({
      ...byDomain,
      entries: [entry],
      listVersion: 1,
    });
    expect((await tenant.get<Page>('/v1/dnc?value=corp.example')).body.items).toEqual([entry]);
    const added = () => app.published.ofType('dnc.domain-added').filter(({ key }) => key.endsWith(entry.id));
    await eventually(() => expect(added()).toHaveLength(1));
    expect(added()[0]?.data).toEqual({
      entryId: entry.id,
      domain: 'corp.example',
      channels: ['email'],
      expiresAt: null,
      addedAt: entry.addedAt,
    });
    await tenant.delete(`/v1/dnc/${entry.id}`);
    expect((await batch('email')).slice(0, 2)).toEqual([free, free]);
  });
});

describe('evidence', () => {
  it('is kept with its entry, shown and told, and comes to an entry that had none', async () => {
    const tenant = app.as();
    const evidence = { note: 'Ada called on 3 May.\nShe was clear.', reference: 'https://calls.example/7' };
    const { body: entry } = await tenant.post<DncEntry>('/v1/dnc', phone);
    expect((await tenant.post<DncEntry>('/v1/dnc', { ...phone, evidence })).body).toEqual({ ...entry, evidence, version: 2 });
    const other = await tenant.post<DncEntry>('/v1/dnc', { ...phone, evidence: { note: 'another' } });
    expect([other.status, other.body]).toEqual([200, { ...entry, evidence, version: 2 }]);
    expect((await tenant.get<Page>('/v1/dnc')).body.items).toEqual([{ ...entry, evidence, version: 2 }]);
    const own = () => app.published.events.filter(({ key }) => key === `${tenant.tenantId}:${entry.id}`);
    await eventually(() => expect(own().map(({ data }) => (data as { evidence?: object }).evidence)).toEqual([null, evidence]));
  });
});

describe('listing', () => {
  it('shows the newest first, page by page, each once', async () => {
    const tenant = app.as();
    const added: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      added.unshift((await tenant.post<DncEntry>('/v1/dnc', { kind: 'email', value: `${name}@example.com`, reason: 'x' })).body.id);
    }
    const first = await tenant.get<Page>('/v1/dnc?limit=2');
    const second = await tenant.get<Page>(`/v1/dnc?limit=2&cursor=${first.body.nextCursor}`);
    const third = await tenant.get<Page>(`/v1/dnc?limit=2&cursor=${second.body.nextCursor}`);
    expect([first, second, third].flatMap(({ body }) => body.items.map(({ id }) => id))).toEqual(added);
    expect(third.body.nextCursor).toBeNull();
  });

  it('filters by kind and by value in any spelling', async () => {
    const tenant = app.as();
    await tenant.post('/v1/dnc', phone);
    await tenant.post('/v1/dnc', { kind: 'email', value: 'ada@example.com', reason: 'x' });
    const values = async (query: string) => (await tenant.get<Page>(`/v1/dnc?${query}`)).body.items.map(({ value }) => value);
    expect(await values('kind=phone')).toEqual(['+14155552671']);
    expect(await values('value=ADA@Example.com')).toEqual(['ada@example.com']);
    expect(await values('value=415-555-2671&phoneRegion=us')).toEqual(['+14155552671']);
    expect(await values('kind=email&value=bob@example.com')).toEqual([]);
  });

  it.each(['limit=0', 'limit=1001', 'kind=fax', 'colour=red', 'cursor=abc'])('refuses %s', async (query) => {
    expect([400, 422]).toContain((await app.as().get(`/v1/dnc?${query}`)).status);
  });
});

describe('removing', () => {
  it('stops blocking, keeps the row and lets the address be added afresh', async () => {
    const tenant = app.as();
    const { body: entry } = await tenant.post<DncEntry>('/v1/dnc', phone);
    expect((await tenant.delete(`/v1/dnc/${entry.id}`)).status).toBe(204);
    expect(await check(tenant, { phone: phone.value })).toMatchObject({ blocked: false, listVersion: 2 });
    expect((await tenant.get(`/v1/dnc/${entry.id}`)).status).toBe(404);
    expect((await tenant.delete<Problem>(`/v1/dnc/${entry.id}`)).body.code).toBe('COMPLIANCE.DNC_ENTRY_NOT_FOUND');
    const { status, body: fresh } = await tenant.post<DncEntry>('/v1/dnc', phone);
    expect([status, fresh.id === entry.id]).toEqual([201, false]);
  });

  it('answers once more what it answered first under an idempotency key, and removes no entry that came since', async () => {
    const tenant = app.as();
    const { body: entry } = await tenant.post<DncEntry>('/v1/dnc', phone);
    const key = { 'idempotency-key': uuidV7.next() };
    const first = await tenant.delete(`/v1/dnc/${entry.id}`, key);
    await tenant.post('/v1/dnc', phone);
    const again = await tenant.delete(`/v1/dnc/${entry.id}`, key);
    expect([first, again].map(({ status, headers }) => [status, headers.get('idempotency-replayed')])).toEqual([
      [204, null],
      [204, 'true'],
    ]);
    expect((await check(tenant, { phone: phone.value })).blocked).toBe(true);
    const other = await tenant.delete<Problem>(`/v1/dnc/${uuidV7.next()}`, key);
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY.KEY_REUSED']);
  });
});

describe('another tenant', () => {
  it('sees nothing, finds nothing and changes nothing', async () => {
    const { body: entry } = await app.as().post<DncEntry>('/v1/dnc', phone);
    const other = app.as();
    expect((await other.get(`/v1/dnc/${entry.id}`)).status).toBe(404);
    expect((await other.delete(`/v1/dnc/${entry.id}`)).status).toBe(404);
    expect((await other.get<Page>('/v1/dnc')).body).toEqual({ items: [], nextCursor: null });
    expect((await other.get<Page>('/v1/dnc?value=%2B14155552671')).body.items).toEqual([]);
    expect(await check(other, { phone: phone.value })).toMatchObject({ blocked: false, entries: [], listVersion: 0 });
    expect((await other.post<DncEntry>('/v1/dnc', phone)).status).toBe(201);
  });

  it('is told apart from one without the scope', async () => {
    const reader = app.as(undefined, ['compliance:read']);
    expect((await reader.post('/v1/dnc', phone)).status).toBe(403);
    expect((await reader.get('/v1/dnc')).status).toBe(200);
    expect((await app.as(undefined, []).post('/v1/dnc/check', { phone: phone.value })).status).toBe(403);
  });
});

describe('events', () => {
  it('tell every change of an entry, numbered by its version', async () => {
    const tenant = app.as();
    const { body: entry } = await tenant.post<DncEntry>('/v1/dnc', { ...phone, expiresAt: '2026-12-01T00:00:00Z' });
    await tenant.post('/v1/dnc', { ...phone, expiresAt: '2026-12-01T00:00:00Z' });
    const extended = await tenant.post('/v1/dnc', phone);
    await tenant.delete(`/v1/dnc/${entry.id}`);
    const own = () => app.published.events.filter(({ key }) => key === `${tenant.tenantId}:${entry.id}`);
    await eventually(() => expect(own()).toHaveLength(3));
    expect(own().map(({ headers }) => [headers['ce_type'], headers['ce_sequence']])).toEqual([
      ['dnc.added', '1'],
      ['dnc.added', '2'],
      ['dnc.removed', '3'],
    ]);
    expect(own()[1]?.headers['ce_correlationid']).toBe(extended.headers.get('x-request-id'));
    expect(own()[0]?.data).toMatchObject({ entryId: entry.id, value: '+14155552671', channels: [], expiresAt: '2026-12-01T00:00:00.000Z' });
  });
});

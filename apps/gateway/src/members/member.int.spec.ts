import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase, testRedis, type TestRedis } from '@leadstream/testing';
import pg from 'pg';
import { RunningGateway, type Tenant } from '../../spec/running-gateway.js';

let database: TestDatabase;
let redis: TestRedis;
let admin: pg.Client;
let gateway: RunningGateway;
let acme: Tenant;
let other: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  redis = await testRedis();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  gateway = await RunningGateway.start({ databaseUrl: database.serviceUrl('gateway'), redisUrl: redis.url });
  acme = await gateway.bootstrap('Acme');
  other = await gateway.bootstrap('Other');
});

afterAll(async () => {
  await gateway?.close();
  await admin?.end();
  await database?.drop();
  await redis?.drop();
});

interface Page {
  readonly items: { readonly id: string; readonly email: string; readonly role: string }[];
  readonly nextCursor: string | null;
}

const add = (body: object, key = acme.apiKey, headers: Record<string, string> = {}) =>
  gateway.request('/v1/members', { method: 'POST', key, body: JSON.stringify(body), headers });
const list = async (query = '', key = acme.apiKey) => (await (await gateway.request(`/v1/members${query}`, { key })).json()) as Page;

async function eventsOf(type: string): Promise<{ payload: Record<string, unknown>; headers: Record<string, string> }[]> {
  const { rows } = await admin.query<{ payload: string; headers: Record<string, string> }>(
    `SELECT payload, headers FROM gateway.outbox WHERE headers->>'ce_type' = $1 ORDER BY id`,
    [type],
  );
  return rows.map(({ payload, headers }) => ({ payload: JSON.parse(payload) as Record<string, unknown>, headers }));
}

describe('members', () => {
  it('are added with a normalised address, found where Location says, and published', async () => {
    const response = await add({ email: '  Ada@Example.COM ', role: 'agent' });
    expect(response.status).toBe(201);
    const added = (await response.json()) as Page['items'][number];
    expect(added).toMatchObject({ email: 'ada@example.com', role: 'agent' });
    const found = await gateway.request(response.headers.get('location') ?? '', { key: acme.apiKey });
    expect(await found.json()).toEqual(added);
    const published = (await eventsOf('member.added')).at(-1);
    expect(published?.payload).toMatchObject({ memberId: added.id, role: 'agent' });
    expect(published?.headers).toMatchObject({ ce_tenantid: acme.tenantId, ce_correlationid: response.headers.get('x-request-id') });
  });

  it('are once per address and tenant', async () => {
    const first = (await (await add({ email: 'twice@example.com', role: 'agent' })).json()) as { id: string };
    const second = await add({ email: 'TWICE@example.com', role: 'analyst' });
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({
      code: 'GATEWAY.DUPLICATE_MEMBER',
      existingId: first.id,
      errors: [{ path: 'email', code: 'duplicate' }],
    });
    expect((await add({ email: 'twice@example.com', role: 'agent' }, other.apiKey)).status).toBe(201);
  });

  it('are added once per idempotency key', async () => {
    const body = { email: 'once@example.com', role: 'agent' };
    const first = await add(body, acme.apiKey, { 'idempotency-key': 'once' });
    const again = await add(body, acme.apiKey, { 'idempotency-key': 'once' });
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await again.json()).toEqual(await first.json());
    const reused = await add({ ...body, role: 'admin' }, acme.apiKey, { 'idempotency-key': 'once' });
    expect(reused.status).toBe(422);
    expect(await reused.json()).toMatchObject({ code: 'IDEMPOTENCY.KEY_REUSED' });
  });

  it('are listed newest first, page by page, without those of other tenants', async () => {
    const whole = await list();
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = await list(`?limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(whole.items.map(({ id }) => id));
    expect(paged).toEqual([...paged].sort().reverse());
    const others = await list('', other.apiKey);
    expect(others.items.filter(({ id }) => paged.includes(id))).toEqual([]);
    expect((await list('?role=admin')).items.map(({ email }) => email)).toEqual(['admin@example.com']);
  });

  it('of another tenant are not there', async () => {
    const [{ id } = { id: '' }] = (await list('', other.apiKey)).items;
    const response = await gateway.request(`/v1/members/${id}`, { key: acme.apiKey });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'GATEWAY.MEMBER_NOT_FOUND' });
  });

  it.each([
    [{ email: 'no address', role: 'agent' }, 422, 'email'],
    [{ email: 'a@example.com', role: 'owner' }, 422, 'role'],
    [{ email: 'a@example.com', role: 'agent', tenantId: 'x' }, 422, 'tenantId'],
  ])('are refused as %j', async (body, status, path) => {
    const response = await add(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: 'HTTP.INVALID_BODY', errors: [{ path }] });
  });

  it('are refused with a cursor that is not ours', async () => {
    expect((await gateway.request('/v1/members?cursor=bm8', { key: acme.apiKey })).status).toBe(400);
  });
});

describe('the tenant', () => {
  it('is the one of the key', async () => {
    const response = await gateway.request('/v1/tenants/current', { key: other.apiKey });
    expect(await response.json()).toMatchObject({ id: other.tenantId, name: 'Other', region: 'eu', version: 1 });
    expect(response.headers.get('etag')).toBe('"1"');
  });
});

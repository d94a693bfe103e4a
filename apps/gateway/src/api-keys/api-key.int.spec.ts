import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MEMBER_ROLES } from '@leadstream/contracts';
import { testDatabase, type TestDatabase, testRedis, type TestRedis } from '@leadstream/testing';
import pg from 'pg';
import { RunningGateway, type Tenant } from '../../spec/running-gateway.js';
import { scopesOfRole } from '../access/access.rules.js';

interface Key {
  readonly id: string;
  readonly key: string | null;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly revokedAt: string | null;
}

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

const create = (body: object, key = acme.apiKey, headers: Record<string, string> = {}) =>
  gateway.request('/v1/api-keys', { method: 'POST', key, body: JSON.stringify(body), headers });
const issue = async (body: object, key = acme.apiKey) => (await (await create(body, key)).json()) as Key & { key: string };
const revoke = (id: string, key = acme.apiKey) => gateway.request(`/v1/api-keys/${id}`, { method: 'DELETE', key });
const list = async (key = acme.apiKey) => ((await (await gateway.request('/v1/api-keys', { key })).json()) as { items: Key[] }).items;

async function typesOf(keyId: string): Promise<string[]> {
  const { rows } = await admin.query<{ type: string }>(
    `SELECT headers->>'ce_type' AS type FROM gateway.outbox WHERE partition_key LIKE '%:' || $1 ORDER BY id`,
    [keyId],
  );
  return rows.map(({ type }) => type);
}

describe('issuing', () => {
  it.each(MEMBER_ROLES)('a key with the role %s gives it the scopes of the role', async (role) => {
    const issued = await issue({ name: role, role });
    expect(issued.scopes).toEqual(scopesOfRole(role));
    expect(issued.key.startsWith(`${issued.prefix}_`)).toBe(true);
    const response = await gateway.request('/v1/members', { key: issued.key });
    expect(response.status).toBe(issued.scopes.includes('members:read') ? 200 : 403);
  });

  it('a key with scopes of its own opens exactly those', async () => {
    const { key } = await issue({ name: 'Reader', scopes: ['leads:read'] });
    expect((await gateway.request('/v1/leads', { key })).status).toBe(200);
    const refused = await gateway.request('/v1/leads', { method: 'POST', key, body: '{}' });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'HTTP.SCOPE_MISSING', requiredScope: 'leads:write' });
  });

  it('never gives more than the giver holds', async () => {
    const { key } = await issue({ name: 'Minter', scopes: ['api-keys:write', 'leads:read'] });
    for (const body of [
      { name: 'x', role: 'admin' },
      { name: 'x', scopes: ['leads:read', 'leads:write'] },
    ]) {
      const response = await create(body, key);
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ code: 'GATEWAY.SCOPE_EXCEEDED' });
    }
    expect((await create({ name: 'x', scopes: ['leads:read'] }, key)).status).toBe(201);
  });

  it.each([
    [{ name: 'x' }, 'HTTP.INVALID_BODY', 'scopes'],
    [{ name: 'x', role: 'agent', scopes: ['leads:read'] }, 'HTTP.INVALID_BODY', 'scopes'],
    [{ name: 'x', scopes: ['leads:fly'] }, 'HTTP.INVALID_BODY', 'scopes.0'],
    [{ name: 'x', scopes: ['moon:read'] }, 'GATEWAY.UNKNOWN_SCOPE', 'scopes'],
    [{ name: 'x', role: 'agent', expiresAt: '2020-01-01T00:00:00Z' }, 'GATEWAY.EXPIRES_IN_PAST', 'expiresAt'],
  ])('refuses %j', async (body, code, path) => {
    const response = await create(body);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code, errors: [{ path }] });
  });

  it('repeated with its idempotency key finds the key again, but not its text', async () => {
    const body = { name: 'Once', role: 'agent' };
    const first = (await (await create(body, acme.apiKey, { 'idempotency-key': 'k' })).json()) as Key;
    const again = await create(body, acme.apiKey, { 'idempotency-key': 'k' });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await again.json()).toEqual({ ...first, key: null });
    expect(first.key).toMatch(/^lsk_/);
    expect((await list()).filter(({ id }) => id === first.id)).toHaveLength(1);
  });

  it('shows the text once, uncached', async () => {
    const response = await create({ name: 'Shown', role: 'agent' });
    expect(response.headers.get('cache-control')).toBe('no-store');
    const found = await gateway.request(response.headers.get('location') ?? '', { key: acme.apiKey });
    expect(found.status).toBe(200);
    expect(await found.json()).not.toHaveProperty('key');
  });
});

describe('revoking', () => {
  it('is for good, once, and published', async () => {
    const { id } = await issue({ name: 'Lost', role: 'agent' });
    expect([(await revoke(id)).status, (await revoke(id)).status]).toEqual([204, 204]);
    expect((await list()).find((key) => key.id === id)?.revokedAt).not.toBeNull();
    expect(await typesOf(id)).toEqual(['api-key.created', 'api-key.revoked']);
  });

  it('does not reach keys of another tenant, nor does listing show them', async () => {
    expect((await revoke(other.apiKeyId)).status).toBe(404);
    expect((await gateway.request(`/v1/api-keys/${other.apiKeyId}`, { key: acme.apiKey })).status).toBe(404);
    expect((await list()).map(({ id }) => id)).not.toContain(other.apiKeyId);
    expect((await gateway.request('/v1/tenants/current', { key: other.apiKey })).status).toBe(200);
  });
});

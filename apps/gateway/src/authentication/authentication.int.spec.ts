import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testDatabase, type TestDatabase, testRedis, type TestRedis } from '@leadstream/testing';
import pg from 'pg';
import { RunningGateway, type Tenant } from '../../spec/running-gateway.js';
import { apiKeyText, SECRET_BYTES } from '../api-keys/api-key.rules.js';

let database: TestDatabase;
let redis: TestRedis;
let admin: pg.Client;
let gateway: RunningGateway;
let acme: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  redis = await testRedis();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  gateway = await RunningGateway.start({ databaseUrl: database.serviceUrl('gateway'), redisUrl: redis.url });
  acme = await gateway.bootstrap('Acme');
});

afterAll(async () => {
  await gateway?.close();
  await admin?.end();
  await database?.drop();
  await redis?.drop();
});

async function problemOf(response: Response) {
  return (await response.json()) as { status: number; code: string; requestId: string };
}

async function issue(body: object): Promise<{ id: string; key: string }> {
  const response = await gateway.request('/v1/api-keys', { method: 'POST', key: acme.apiKey, body: JSON.stringify(body) });
  expect(response.status).toBe(201);
  return (await response.json()) as { id: string; key: string };
}

describe('a request without a usable key', () => {
  it.each([
    ['missing', {}, 'AUTH.CREDENTIAL_MISSING'],
    ['malformed', { authorization: 'Bearer nonsense' }, 'AUTH.CREDENTIAL_MALFORMED'],
    ['of another scheme', { authorization: 'Basic YTpi' }, 'AUTH.CREDENTIAL_MALFORMED'],
    [
      'unknown',
      { authorization: `Bearer ${apiKeyText('01920000-0000-7000-8000-0000000000ff', Buffer.alloc(SECRET_BYTES, 1))}` },
      'AUTH.KEY_UNKNOWN',
    ],
  ])('is refused when the key is %s', async (_what, headers, code) => {
    for (const path of ['/v1/tenants/current', '/v1/leads']) {
      const response = await gateway.request(path, { headers });
      const problem = await problemOf(response);
      expect(response.status).toBe(401);
      expect(problem.code).toBe(code);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(response.headers.get('x-request-id')).toBe(problem.requestId);
    }
    expect(gateway.services.lead.received).toEqual([]);
  });

  it('takes the id of a key with another secret for unknown', async () => {
    const key = `${acme.apiKey.slice(0, -1)}${acme.apiKey.endsWith('0') ? '1' : '0'}`;
    expect((await problemOf(await gateway.request('/v1/roles', { key }))).code).toBe('AUTH.KEY_UNKNOWN');
  });

  it('says expired only to who holds the key, to the second', async () => {
    const { key, id } = await issue({ name: 'Short', role: 'agent', expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    expect((await gateway.request('/v1/tenants/current', { key })).status).toBe(200);
    await admin.query(
      `UPDATE gateway.api_key SET created_at = now() - interval '2 hours', expires_at = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    await eventually(async () =>
      expect((await problemOf(await gateway.request('/v1/tenants/current', { key }))).code).toBe('AUTH.KEY_EXPIRED'),
    );
  });
});

describe('revocation', () => {
  it('takes effect at once in the process that revokes', async () => {
    const { key, id } = await issue({ name: 'Lost', role: 'agent' });
    expect((await gateway.request('/v1/tenants/current', { key })).status).toBe(200);
    expect((await gateway.request(`/v1/api-keys/${id}`, { method: 'DELETE', key: acme.apiKey })).status).toBe(204);
    const response = await gateway.request('/v1/tenants/current', { key });
    expect(response.status).toBe(401);
    expect((await problemOf(response)).code).toBe('AUTH.KEY_REVOKED');
    expect((await gateway.request(`/v1/api-keys/${id}`, { method: 'DELETE', key: acme.apiKey })).status).toBe(204);
  });

  it('takes effect elsewhere within the time that a key is believed', async () => {
    const { key, id } = await issue({ name: 'Elsewhere', role: 'agent' });
    expect((await gateway.request('/v1/tenants/current', { key })).status).toBe(200);
    await admin.query('UPDATE gateway.api_key SET revoked_at = now() WHERE id = $1', [id]);
    await eventually(async () => expect((await gateway.request('/v1/tenants/current', { key })).status).toBe(401));
  });
});

describe('a key', () => {
  it('is kept as a digest and nothing else', async () => {
    const { rows } = await admin.query<Record<string, unknown>>('SELECT * FROM gateway.api_key');
    const secret = acme.apiKey.slice(acme.apiKey.lastIndexOf('_') + 1);
    expect(JSON.stringify(rows)).not.toContain(secret);
    const { rows: stored } = await admin.query<Record<string, unknown>>(
      'SELECT payload, headers FROM gateway.outbox UNION ALL SELECT answer::text, NULL FROM gateway.idempotency_key',
    );
    expect(JSON.stringify(stored)).not.toContain(secret);
  });

  it('has its use noted', async () => {
    const { key, id } = await issue({ name: 'Used', role: 'agent' });
    await gateway.request('/v1/tenants/current', { key });
    await eventually(async () => {
      const { rows } = await admin.query<{ last_used_at: Date | null }>('SELECT last_used_at FROM gateway.api_key WHERE id = $1', [id]);
      expect(rows[0]?.last_used_at).toBeInstanceOf(Date);
    });
  });

  it('cannot be read by the service role without a tenant, nor listed through the look-up', async () => {
    const service = new pg.Client({ connectionString: database.serviceUrl('gateway') });
    await service.connect();
    expect((await service.query('SELECT * FROM api_key')).rows).toEqual([]);
    expect((await service.query('SELECT * FROM tenant')).rows).toEqual([]);
    expect((await service.query(`SELECT * FROM find_api_key('\\x00')`)).rows).toEqual([]);
    await expect(service.query('DELETE FROM api_key')).rejects.toMatchObject({ code: '42501' });
    await service.end();
  });
});

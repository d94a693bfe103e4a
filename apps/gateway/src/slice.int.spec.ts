import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { comparePrismaSchema } from '@leadstream/persistence';
import { testDatabase, type TestDatabase } from '@leadstream/testing';
import pg from 'pg';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(async () => {
  await database?.drop();
});

describe('the slice', () => {
  it('is what its Prisma schema says', async () => {
    const schemaPath = fileURLToPath(new URL('../prisma/schema.prisma', import.meta.url));
    expect(await comparePrismaSchema({ schemaPath, url: database.ownerUrl('gateway'), schema: 'gateway' })).toEqual([]);
  });

  it.each([
    ["INSERT INTO tenant VALUES ($1, ' x', 'eu', now())"],
    ["INSERT INTO tenant VALUES ($1, 'x', 'EU', now())"],
    ["INSERT INTO member VALUES ($1, $1, 'a@example.com', 'owner', now())"],
    ["INSERT INTO member VALUES ($1, $1, 'A@example.com', 'agent', now())"],
    ["INSERT INTO member VALUES ($1, $1, 'a@example.com', 'agent', now())"],
    [
      "INSERT INTO api_key (tenant_id, id, name, prefix, digest, role, scopes, created_at) VALUES ($1, $1, 'x', 'lsk_', sha256('a'), NULL, '{}', now())",
    ],
    [
      "INSERT INTO api_key (tenant_id, id, name, prefix, digest, role, scopes, created_at) VALUES ($1, $1, 'x', 'lsk_', sha256('a'), 'agent', '{leads:read}', now())",
    ],
    [
      "INSERT INTO api_key (tenant_id, id, name, prefix, digest, role, scopes, created_at) VALUES ($1, $1, 'x', 'lsk_', 'short', 'agent', '{}', now())",
    ],
  ])('refuses what is never right: %s', async (statement) => {
    const client = new pg.Client({ connectionString: database.serviceUrl('gateway') });
    await client.connect();
    const tenantId = '01920000-0000-7000-8000-000000000001';
    await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [tenantId]);
    await expect(client.query(statement, [tenantId])).rejects.toMatchObject({ code: expect.stringMatching(/^235/) });
    await client.end();
  });
});

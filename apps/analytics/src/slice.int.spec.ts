import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { comparePrismaSchema } from '@leadstream/persistence';
import { testDatabase, type TestDatabase } from '@leadstream/testing';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.drop());

it('has the tables that its Prisma schema describes', async () => {
  const schemaPath = fileURLToPath(new URL('../prisma/schema.prisma', import.meta.url));
  expect(await comparePrismaSchema({ schemaPath, url: database.adminUrl, schema: 'analytics' })).toEqual([]);
});

import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { comparePrismaSchema } from '@leadstream/persistence';
import { testDatabase, type TestDatabase } from '@leadstream/testing';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('describes the database that the migrations make', async () => {
  const schemaPath = fileURLToPath(new URL('../prisma/schema.prisma', import.meta.url));
  expect(await comparePrismaSchema({ schemaPath, url: database.ownerUrl('compliance'), schema: 'compliance' })).toEqual([]);
});

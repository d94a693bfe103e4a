import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@leadstream/testing';
import { appOf, SCHEMAS } from '../migrations/slices.js';
import { comparePrismaSchema } from './compare.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it.each(SCHEMAS)('the Prisma schema of %s is what its migrations make', async (schema) => {
  const schemaPath = fileURLToPath(new URL(`../../../../apps/${appOf(schema)}/prisma/schema.prisma`, import.meta.url));
  expect(await comparePrismaSchema({ schemaPath, url: database.ownerUrl(schema), schema })).toEqual([]);
});

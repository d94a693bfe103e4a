import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { comparePrismaSchema, findUnprotectedTables, SliceMigrator } from '@leadstream/persistence';
import { testDatabase, type TestDatabase } from '@leadstream/testing';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const differences = () =>
  comparePrismaSchema({
    schemaPath: fileURLToPath(new URL('../prisma/schema.prisma', import.meta.url)),
    url: database.ownerUrl('lead'),
    schema: 'lead',
  });

it('make what the Prisma schema describes', async () => {
  expect(await differences()).toEqual([]);
});

it('leave no table open to other tenants', async () => {
  const open = await findUnprotectedTables(database.adminUrl, database.name);
  expect(open.filter(({ table }) => table.startsWith('lead.'))).toEqual([]);
});

it('can be taken back and made again', async () => {
  const migrator = new SliceMigrator({ schema: 'lead', ownerUrl: database.ownerUrl('lead') });
  expect(await migrator.down(2)).toHaveLength(2);
  expect(await differences()).not.toEqual([]);
  expect(await migrator.up()).toHaveLength(2);
  expect(await differences()).toEqual([]);
});

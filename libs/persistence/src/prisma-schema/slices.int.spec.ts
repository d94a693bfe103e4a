import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@leadstream/testing';
import { FIRST_SLICE_VERSION, migrationsOf } from '../migrations/migration-folder.js';
import { SliceMigrator } from '../migrations/slice-migrator.js';
import { appOf, SERVICE_SCHEMAS } from '../migrations/slices.js';
import { comparePrismaSchema } from './compare.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe.each(SERVICE_SCHEMAS)('the migrations of %s', (schema) => {
  const schemaPath = fileURLToPath(new URL(`../../../../apps/${appOf(schema)}/prisma/schema.prisma`, import.meta.url));
  const differences = () => comparePrismaSchema({ schemaPath, url: database.ownerUrl(schema), schema });

  it('make what its Prisma schema describes', async () => {
    expect(await differences()).toEqual([]);
  });

  it('can be taken back to the platform, and made again', async () => {
    const own = (await migrationsOf(schema)).filter(({ version }) => version >= FIRST_SLICE_VERSION);
    const migrator = new SliceMigrator({ schema, ownerUrl: database.ownerUrl(schema) });
    expect(await migrator.down(own.length)).toHaveLength(own.length);
    expect(await differences()).not.toEqual([]);
    expect(await migrator.up()).toHaveLength(own.length);
    expect(await differences()).toEqual([]);
  });
});

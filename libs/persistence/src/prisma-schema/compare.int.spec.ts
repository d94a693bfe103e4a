import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '@leadstream/testing';
import { runSql, specDatabase } from '../../spec/spec-slice.js';
import { comparePrismaSchema } from './compare.js';

const SCHEMA = fileURLToPath(new URL('../../spec/prisma/schema.prisma', import.meta.url));
let database: TestDatabase;
let folder: string;
let source: string;

beforeAll(async () => {
  database = await specDatabase();
  folder = await mkdtemp(join(tmpdir(), 'prisma-'));
  source = await readFile(SCHEMA, 'utf8');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

const compare = (schemaPath = SCHEMA, ignoreTables = ['plain_setting']) =>
  comparePrismaSchema({ schemaPath, url: database.ownerUrl('engagement'), schema: 'engagement', ignoreTables });

it('finds nothing where they agree', async () => {
  expect(await compare()).toEqual([]);
});

it('finds a table that Prisma does not know', async () => {
  expect(await compare(SCHEMA, [])).toEqual([{ subject: 'plain_setting', kind: 'table', prisma: 'absent', database: 'present' }]);
});

describe('finds what only the Prisma schema says', () => {
  it.each([
    [
      'table',
      '@@map("owner")',
      '@@map("keeper")',
      [
        { subject: 'keeper', kind: 'table' },
        { subject: 'note', kind: 'foreign_key' },
        { subject: 'owner', kind: 'table' },
      ],
    ],
    [
      'column',
      '@map("created_at")',
      '@map("made_at")',
      [
        { subject: 'note.made_at', kind: 'column' },
        { subject: 'note.created_at', kind: 'column' },
        { subject: 'note', kind: 'index' },
      ],
    ],
    [
      'type',
      '@db.VarChar(12)',
      '@db.VarChar(13)',
      [{ subject: 'note.code', kind: 'type', prisma: 'character varying(13)', database: 'character varying(12)' }],
    ],
    ['type without a native one', 'Timestamptz(6)\n\n  @@id', 'Timestamp(3)\n\n  @@id', [{ subject: 'note.created_at', kind: 'type' }]],
    [
      'unsupported type',
      'Unsupported("tsvector")',
      'Unsupported("tsquery")',
      [{ subject: 'note.search', kind: 'type', prisma: 'tsquery' }],
    ],
    ['nullability', 'Decimal? ', 'Decimal  ', [{ subject: 'note.price', kind: 'nullability', prisma: 'not null', database: 'null' }]],
    ['default of a number', '@default(3)', '@default(4)', [{ subject: 'note.weight', kind: 'default', prisma: '4', database: '3' }]],
    ['default of an enumeration', '@default(calm)', '@default(cross)', [{ subject: 'note.mood', kind: 'default' }]],
    ['default of a list', '["a", "b"]', '["a"]', [{ subject: 'note.tags', kind: 'default' }]],
    ['default of JSON', '\\"a\\": 1', '\\"a\\": 2', [{ subject: 'note.extra', kind: 'default' }]],
    ['default that is an expression', `upper('x'::text)`, `upper('y'::text)`, [{ subject: 'note.code', kind: 'default' }]],
    [
      'default that is missing',
      'body      String\n',
      'body      String @default("")\n',
      [{ subject: 'note.body', kind: 'default', database: 'none' }],
    ],
    [
      'unique key by its columns',
      '@@unique([tenantId, body]',
      '@@unique([body, tenantId]',
      [
        { subject: 'note', kind: 'unique' },
        { subject: 'note', kind: 'unique' },
      ],
    ],
    [
      'unique key by its name',
      'map: "note_body_key"',
      'map: "note_body_unique"',
      [
        { subject: 'note', kind: 'unique', prisma: 'note_body_unique btree (tenant_id, body)' },
        { subject: 'note', kind: 'unique' },
      ],
    ],
    ['index by its order', 'createdAt(sort: Desc)', 'createdAt', [{ subject: 'note', kind: 'index' }]],
    [
      'index by its method',
      '@@index([tags], type: Gin,',
      '@@index([tags],',
      [{ subject: 'note', kind: 'index', prisma: 'note_tags_idx btree (tags)' }],
    ],
    [
      'index by its name',
      'note_created_idx',
      'note_made_idx',
      [{ subject: 'note', kind: 'index', prisma: 'note_made_idx btree (tenant_id, created_at desc)' }],
    ],
    ['rule of a relation', 'onDelete: Restrict', 'onDelete: Cascade', [{ subject: 'note', kind: 'foreign_key' }]],
    [
      'enumeration',
      '  cross\n',
      '  cross\n  glad\n',
      [{ subject: 'mood', kind: 'enum', prisma: '(calm, cross, glad)', database: '(calm, cross)' }],
    ],
  ])('%s', async (_kind, old, changed, differences) => {
    expect(source.split(old)).toHaveLength(2);
    const path = join(folder, 'schema.prisma');
    await writeFile(path, source.replace(old, changed));
    expect(await compare(path)).toEqual(differences.map((difference) => expect.objectContaining(difference)));
  });
});

describe('finds what only the database says', () => {
  it.each([
    [
      'column',
      'ALTER TABLE note ADD COLUMN sly int',
      'ALTER TABLE note DROP COLUMN sly',
      { subject: 'note.sly', kind: 'column', prisma: 'absent', database: 'integer' },
    ],
    [
      'primary key',
      'ALTER TABLE note DROP CONSTRAINT note_pkey, ADD PRIMARY KEY (id, tenant_id)',
      'ALTER TABLE note DROP CONSTRAINT note_pkey, ADD PRIMARY KEY (tenant_id, id)',
      { subject: 'note', kind: 'primary_key', prisma: '(tenant_id, id)', database: '(id, tenant_id)' },
    ],
    [
      'unique key',
      'CREATE UNIQUE INDEX sly ON note (tenant_id, weight)',
      'DROP INDEX sly',
      { subject: 'note', kind: 'unique', prisma: 'absent' },
    ],
    [
      'counter',
      'ALTER TABLE note ALTER position DROP IDENTITY',
      'ALTER TABLE note ALTER position ADD GENERATED ALWAYS AS IDENTITY',
      { subject: 'note.position', kind: 'default', prisma: 'counter', database: 'none' },
    ],
    [
      'default of an instant',
      `ALTER TABLE note ALTER created_at SET DEFAULT clock_timestamp()`,
      'ALTER TABLE note ALTER created_at SET DEFAULT now()',
      { subject: 'note.created_at', kind: 'default', prisma: 'now', database: 'clock_timestamp()' },
    ],
    [
      'relation',
      'ALTER TABLE note DROP CONSTRAINT note_tenant_id_owner_id_fkey',
      'ALTER TABLE note ADD FOREIGN KEY (tenant_id, owner_id) REFERENCES owner ON DELETE RESTRICT',
      { subject: 'note', kind: 'foreign_key', database: 'absent' },
    ],
  ])('%s', async (_kind, change, back, difference) => {
    await runSql(database.ownerUrl('engagement'), change);
    expect(await compare()).toEqual([expect.objectContaining(difference)]);
    await runSql(database.ownerUrl('engagement'), back);
    expect(await compare()).toEqual([]);
  });
});

it('refuses a schema that Prisma cannot read', async () => {
  const path = join(folder, 'broken.prisma');
  await writeFile(path, source.replace('model Note {', 'model Note {\n  nonsense Nothing'));
  await expect(compare(path)).rejects.toThrow('Nothing');
});

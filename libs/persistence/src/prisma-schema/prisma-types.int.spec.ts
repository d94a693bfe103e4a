import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { runSql, specDatabase } from '../../spec/spec-slice.js';
import { comparePrismaSchema } from './compare.js';

/** Every type of Prisma's PostgreSQL connector, as Prisma and as Postgres name it. */
const TYPES = {
  'String @db.Text': 'text',
  'String @db.Char(3)': 'char(3)',
  'String @db.VarChar(9)': 'varchar(9)',
  'String @db.Bit(4)': 'bit(4)',
  'String @db.VarBit(8)': 'varbit(8)',
  'String @db.Uuid': 'uuid',
  'String @db.Xml': 'xml',
  'String @db.Inet': 'inet',
  'String @db.Citext': 'citext',
  'Boolean @db.Boolean': 'boolean',
  'Int @db.Integer': 'integer',
  'Int @db.SmallInt': 'smallint',
  'Int @db.Oid': 'oid',
  'BigInt @db.BigInt': 'bigint',
  'Float @db.DoublePrecision': 'double precision',
  'Float @db.Real': 'real',
  'Decimal @db.Decimal(10, 4)': 'numeric(10,4)',
  'Decimal @db.Money': 'money',
  'DateTime @db.Timestamp(3)': 'timestamp(3)',
  'DateTime @db.Timestamptz(6)': 'timestamptz',
  'DateTime @db.Date': 'date',
  'DateTime @db.Time(0)': 'time(0)',
  'DateTime @db.Timetz(6)': 'timetz(6)',
  'Json @db.Json': 'json',
  'Json @db.JsonB': 'jsonb',
  'Bytes @db.ByteA': 'bytea',
  'String[] @db.Uuid': 'uuid[]',
  String: 'text',
  Boolean: 'boolean',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  Decimal: 'numeric(65,30)',
  DateTime: 'timestamp(3)',
  Json: 'jsonb',
  Bytes: 'bytea',
};

it('knows every type', async () => {
  const [database, folder] = await Promise.all([specDatabase(), mkdtemp(join(tmpdir(), 'prisma-'))]);
  try {
    const names = Object.keys(TYPES).map((_type, index) => `c${index}`);
    const columns = Object.values(TYPES).map((type, index) => `${names[index]} ${type} NOT NULL`);
    await runSql(
      database.adminUrl,
      'CREATE EXTENSION citext SCHEMA extensions; DROP TABLE engagement.note, engagement.owner, engagement.plain_setting',
    );
    await runSql(database.ownerUrl('engagement'), `CREATE TABLE every_type (id int PRIMARY KEY, ${columns.join(', ')})`);
    const schemaPath = join(folder, 'schema.prisma');
    const fields = Object.keys(TYPES).map((type, index) => `  ${names[index]} ${type}`);
    await writeFile(
      schemaPath,
      `datasource db {\n  provider = "postgresql"\n}\nmodel every_type {\n  id Int @id\n${fields.join('\n')}\n}\n`,
    );
    expect(await comparePrismaSchema({ schemaPath, url: database.ownerUrl('engagement'), schema: 'engagement' })).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
    await database.drop();
  }
});

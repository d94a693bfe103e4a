import pg from 'pg';
import { type PrismaDocument, type PrismaField, type PrismaIndex, type PrismaModel, readPrismaDocument } from './prisma-document.js';
import { sqlTypeOf } from './prisma-types.js';
import type { DefaultModel, ForeignKeyModel, IndexModel, SchemaModel, TableModel } from './table-model.js';

/** Defaults that Prisma's client makes; the database knows nothing of them. */
const MADE_BY_CLIENT = new Set(['uuid', 'cuid', 'ulid', 'nanoid', 'auto']);

/** What a Prisma schema says of its tables. Column types are as the schema gives them, not yet as Postgres writes them. */
export async function readPrismaModel(schemaPath: string): Promise<SchemaModel> {
  const document = await readPrismaDocument(schemaPath);
  return {
    tables: document.models.map((model) => tableOf(model, document)),
    enums: document.enums.map((type) => ({
      name: type.dbName ?? type.name,
      values: type.values.map((value) => value.dbName ?? value.name),
    })),
  };
}

function tableOf(model: PrismaModel, document: PrismaDocument): TableModel {
  const columnName = (field: string): string => columnNameOf(model, field);
  const indexes = document.indexes.filter((index) => index.model === model.name);
  const ofType = (type: PrismaIndex['type']): IndexModel[] =>
    indexes.filter((index) => index.type === type).map((index) => indexOf(index, columnName));
  const enumName = (name: string): string => pg.escapeIdentifier(document.enums.find((type) => type.name === name)?.dbName ?? name);
  return {
    name: model.dbName ?? model.name,
    columns: model.fields
      .filter((field) => field.kind !== 'object')
      .map((field) => ({
        name: columnName(field.name),
        type: sqlTypeOf(field, enumName),
        nullable: !field.isRequired,
        default: defaultOf(field),
      })),
    primaryKey: ofType('id')[0]?.columns ?? [],
    uniques: ofType('unique'),
    indexes: ofType('normal'),
    foreignKeys: model.fields.flatMap((field) => foreignKeyOf(field, columnName, document)),
  };
}

function columnNameOf(model: PrismaModel | undefined, field: string): string {
  return model?.fields.find(({ name }) => name === field)?.dbName ?? field;
}

function indexOf({ dbName, algorithm, fields }: PrismaIndex, columnName: (field: string) => string): IndexModel {
  return {
    name: dbName,
    columns: fields.map(({ name, sortOrder }) => columnName(name) + (sortOrder === 'desc' ? ' desc' : '')),
    method: (algorithm ?? 'btree').toLowerCase(),
  };
}

function foreignKeyOf(field: PrismaField, columnName: (field: string) => string, document: PrismaDocument): ForeignKeyModel[] {
  const { relationFromFields = [], relationToFields = [], relationOnDelete } = field;
  if (relationFromFields.length === 0) return [];
  const target = document.models.find(({ name }) => name === field.type);
  return [
    {
      columns: relationFromFields.map(columnName),
      table: target?.dbName ?? field.type,
      references: relationToFields.map((name) => columnNameOf(target, name)),
      onDelete: relationOnDelete,
    },
  ];
}

function defaultOf({ default: value }: PrismaField): DefaultModel | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) return { kind: 'value', value };
  const { name, args } = value as { name: string; args: readonly unknown[] };
  if (MADE_BY_CLIENT.has(name)) return undefined;
  if (name === 'now') return { kind: 'now' };
  if (name === 'autoincrement' || name === 'sequence') return { kind: 'counter' };
  return { kind: 'expression', sql: String(args[0] ?? '') };
}

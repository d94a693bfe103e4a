import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The part of Prisma's own description of a schema (DMMF) that is compared. */
export interface PrismaDocument {
  readonly models: readonly PrismaModel[];
  readonly enums: readonly { name: string; dbName?: string | null; values: readonly { name: string; dbName?: string | null }[] }[];
  readonly indexes: readonly PrismaIndex[];
}

export interface PrismaModel {
  readonly name: string;
  readonly dbName?: string | null;
  readonly fields: readonly PrismaField[];
}

export interface PrismaField {
  readonly name: string;
  readonly dbName?: string | null;
  readonly kind: 'scalar' | 'object' | 'enum' | 'unsupported';
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly nativeType?: readonly [name: string, args: readonly string[]] | null;
  readonly default?: unknown;
  readonly relationFromFields?: readonly string[];
  readonly relationToFields?: readonly string[];
  readonly relationOnDelete?: string;
}

export interface PrismaIndex {
  readonly model: string;
  readonly type: 'id' | 'normal' | 'unique' | 'fulltext';
  readonly dbName?: string;
  readonly algorithm?: string;
  readonly fields: readonly { name: string; sortOrder?: 'asc' | 'desc' }[];
}

interface SchemaParser {
  get_dmmf(params: string): string;
}

/**
 * Reads a schema file with Prisma's own parser, and adds the fields of unsupported types, which its description leaves out.
 * @throws Error with Prisma's message when the schema is not valid
 */
export async function readPrismaDocument(schemaPath: string): Promise<PrismaDocument> {
  const source = await readFile(schemaPath, 'utf8');
  // Loaded on demand: services never need it.
  const parser = createRequire(import.meta.url)('@prisma/prisma-schema-wasm') as SchemaParser;
  const { datamodel } = JSON.parse(parser.get_dmmf(JSON.stringify({ prismaSchema: [['schema.prisma', source]] }))) as {
    datamodel: PrismaDocument;
  };
  const models = datamodel.models.map((model) => ({ ...model, fields: [...model.fields, ...unsupportedFields(source, model.name)] }));
  return { ...datamodel, models };
}

const UNSUPPORTED = /^\s*(?<name>\w+)\s+Unsupported\("(?<type>[^"]+)"\)(?<arity>\?|\[\])?(?:.*@map\("(?<dbName>[^"]+)"\))?/gm;

function unsupportedFields(source: string, model: string): PrismaField[] {
  const [body = ''] = new RegExp(`^model\\s+${model}\\s*\\{[^]*?^\\}`, 'm').exec(source) ?? [];
  return [...body.matchAll(UNSUPPORTED)].map(({ groups = {} }) => ({
    name: groups['name'] ?? '',
    dbName: groups['dbName'] ?? null,
    kind: 'unsupported',
    type: groups['type'] ?? '',
    isList: groups['arity'] === '[]',
    isRequired: groups['arity'] !== '?',
  }));
}

import type { PrismaField } from './prisma-document.js';

/** Types that Prisma takes when a field names none: its PostgreSQL connector's documentation, "Type mapping". */
const DEFAULTS: Readonly<Record<string, string>> = {
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

/** `@db.` names that are not the name of the type in lower case. */
const NATIVE: Readonly<Record<string, string>> = {
  Integer: 'integer',
  SmallInt: 'smallint',
  BigInt: 'bigint',
  DoublePrecision: 'double precision',
  Decimal: 'numeric',
  VarChar: 'varchar',
  ByteA: 'bytea',
  JsonB: 'jsonb',
  VarBit: 'varbit',
};

/** A field's type as SQL; enumerations by their quoted name. */
export function sqlTypeOf(field: PrismaField, enumName: (name: string) => string): string {
  return scalarType(field, enumName) + (field.isList ? '[]' : '');
}

function scalarType({ kind, type, nativeType }: PrismaField, enumName: (name: string) => string): string {
  if (kind === 'enum') return enumName(type);
  if (kind === 'unsupported') return type;
  if (!nativeType) return DEFAULTS[type] ?? type;
  const [name, args] = nativeType;
  return (NATIVE[name] ?? name.toLowerCase()) + (args.length > 0 ? `(${args.join(',')})` : '');
}

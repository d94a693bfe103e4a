import type { SchemaDifference } from './compare.js';
import type { EnumModel, ForeignKeyModel, IndexModel, TableModel } from './table-model.js';

type Kind = SchemaDifference['kind'];

/** Differences in keys, indexes and relations of one table. */
export function compareKeys(prisma: TableModel, database: TableModel): SchemaDifference[] {
  const subject = prisma.name;
  const difference = (kind: Kind, stated: string, actual: string): SchemaDifference => ({
    subject,
    kind,
    prisma: stated,
    database: actual,
  });
  const key = [shown(prisma.primaryKey), shown(database.primaryKey)] as const;
  return [
    ...(key[0] === key[1] ? [] : [difference('primary_key', ...key)]),
    ...prisma.uniques
      .filter((unique) => !database.uniques.some((other) => same(unique, other)))
      .map((unique) => difference('unique', named(unique), 'absent')),
    ...database.uniques
      .filter((unique) => !prisma.uniques.some((other) => same(other, unique)))
      .map((unique) => difference('unique', 'absent', named(unique))),
    ...prisma.indexes
      .filter((index) => !database.indexes.some((other) => same(index, other)))
      .map((index) => difference('index', named(index), 'absent')),
    ...prisma.foreignKeys
      .filter((stated) => !database.foreignKeys.some((actual) => sameRelation(stated, actual)))
      .map((stated) => difference('foreign_key', relation(stated), 'absent')),
  ];
}

/** Differences between enumerations; one that the Prisma schema does not use is none. */
export function compareEnums(prisma: readonly EnumModel[], database: readonly EnumModel[]): SchemaDifference[] {
  return prisma.flatMap((stated) => {
    const actual = database.find(({ name }) => name === stated.name);
    if (actual && shown(actual.values) === shown(stated.values)) return [];
    return [{ subject: stated.name, kind: 'enum', prisma: shown(stated.values), database: actual ? shown(actual.values) : 'absent' }];
  });
}

function same(stated: IndexModel, actual: IndexModel): boolean {
  return (
    (stated.name === undefined || stated.name === actual.name) &&
    stated.method === actual.method &&
    shown(stated.columns) === shown(actual.columns)
  );
}

function sameRelation(stated: ForeignKeyModel, actual: ForeignKeyModel): boolean {
  return (
    relation({ ...stated, onDelete: undefined }) === relation({ ...actual, onDelete: undefined }) &&
    (stated.onDelete ?? actual.onDelete) === actual.onDelete
  );
}

function shown(names: readonly string[]): string {
  return `(${names.join(', ')})`;
}

function named({ name, columns, method }: IndexModel): string {
  return `${name ?? 'unnamed'} ${method} ${shown(columns)}`;
}

function relation({ columns, table, references, onDelete }: ForeignKeyModel): string {
  return `${shown(columns)} to ${table} ${shown(references)}${onDelete ? ` on delete ${onDelete}` : ''}`;
}

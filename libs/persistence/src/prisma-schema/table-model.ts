/** A table in the terms that a Prisma schema and a database have in common. */
export interface TableModel {
  readonly name: string;
  readonly columns: readonly ColumnModel[];
  readonly primaryKey: readonly string[];
  readonly uniques: readonly IndexModel[];
  readonly indexes: readonly IndexModel[];
  readonly foreignKeys: readonly ForeignKeyModel[];
}

export interface ColumnModel {
  readonly name: string;
  /** As Postgres writes types: `numeric(15,2)`, `text[]`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly default: DefaultModel | undefined;
}

export type DefaultModel =
  /** A value that was written out. */
  | { readonly kind: 'value'; readonly value: unknown }
  /** The instant of the transaction. */
  | { readonly kind: 'now' }
  /** Identity or sequence. */
  | { readonly kind: 'counter' }
  /** An SQL expression; empty = any. */
  | { readonly kind: 'expression'; readonly sql: string };

export interface IndexModel {
  /** Undefined: Prisma leaves the name open. */
  readonly name: string | undefined;
  /** `column`, or `column desc`. */
  readonly columns: readonly string[];
  /** btree, gin, ... */
  readonly method: string;
}

export interface ForeignKeyModel {
  readonly columns: readonly string[];
  readonly table: string;
  readonly references: readonly string[];
  /** As Prisma writes it; undefined = left open. */
  readonly onDelete: string | undefined;
}

/** An enumeration type and its words in order. */
export interface EnumModel {
  readonly name: string;
  readonly values: readonly string[];
}

export interface SchemaModel {
  readonly tables: readonly TableModel[];
  readonly enums: readonly EnumModel[];
}

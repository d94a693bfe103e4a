import pg from 'pg';
import type { Slice, TestDatabase } from './test-database.js';

/** Column → value, as `pg` takes them. */
export type Row = Readonly<Record<string, unknown>>;

/** A good row for each table; several where other rows need more than one, the one that is tried last. */
export type GoodRows = Readonly<Record<string, Row | readonly Row[]>>;

/**
 * A row that the database must refuse: a good one with a few columns changed, and the constraint that says no. `given` names
 * the tables that have a row by then; all that come before when left out.
 */
export type Refusal = readonly [table: string, change: Row, constraint: string, given?: readonly string[]];

interface Violation {
  readonly constraint?: string;
}

const RULES = `
SELECT c.relname || '.' || k.conname AS rule
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE c.relnamespace = $1::regnamespace AND NOT c.relispartition AND k.contype IN ('c', 'f') AND c.relname = ANY ($2)
ORDER BY 1`;

const UNRULED_NUMBERS = `
SELECT c.relname || '.' || a.attname AS column
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = $1::regnamespace AND NOT c.relispartition AND c.relname = ANY ($2)
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity = ''
  AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype, 'float4'::regtype, 'float8'::regtype)
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('c', 'f') AND a.attnum = ANY (k.conkey))
ORDER BY 1`;

/**
 * Tries a slice's own constraints on real rows, as its service role and within one tenant. Nothing that is tried stays.
 * The good rows are given in the order in which they can be inserted.
 */
export class RowTrial {
  private constructor(
    private readonly slice: Slice,
    private readonly service: pg.Client,
    private readonly goodRows: GoodRows,
  ) {}

  static async open(database: TestDatabase, slice: Slice, tenantId: string, goodRows: GoodRows): Promise<RowTrial> {
    const service = new pg.Client({ connectionString: database.serviceUrl(slice) });
    await service.connect();
    await service.query(`SELECT set_config('app.tenant_id', $1, false)`, [tenantId]);
    return new RowTrial(slice, service, goodRows);
  }

  /**
   * Inserts the good rows that come before `table`, or those `given`, then the good row of `table` with `change`.
   * @returns the constraint that refused it; undefined when the database took it
   * @throws what the database said when it was no constraint, or a good row that was refused
   */
  async refusalOf(table: string, change: Row, given?: readonly string[]): Promise<string | undefined> {
    if (!this.goodRows[table]) throw new RangeError(`there is no good row of ${table}`);
    await this.service.query('BEGIN');
    try {
      for (const [name, good] of Object.entries(this.goodRows)) {
        const rows = [good].flat();
        const tried = name === table ? rows.pop() : undefined;
        if (given?.includes(name) ?? true) for (const row of rows) await this.#insert(name, row);
        if (tried) return await this.#constraintAgainst(table, { ...tried, ...change });
      }
      return undefined;
    } finally {
      await this.service.query('ROLLBACK');
    }
  }

  /** @returns `table.constraint` of every check and foreign key on the tables of the good rows */
  async rules(): Promise<string[]> {
    const { rows } = await this.service.query<{ rule: string }>(RULES, [this.slice, Object.keys(this.goodRows)]);
    return rows.map(({ rule }) => rule);
  }

  /** @returns `table.column` of every number that no check or foreign key speaks of */
  async unruledNumbers(): Promise<string[]> {
    const { rows } = await this.service.query<{ column: string }>(UNRULED_NUMBERS, [this.slice, Object.keys(this.goodRows)]);
    return rows.map(({ column }) => column);
  }

  async close(): Promise<void> {
    await this.service.end();
  }

  async #constraintAgainst(table: string, row: Row): Promise<string | undefined> {
    try {
      await this.#insert(table, row);
      return undefined;
    } catch (error) {
      const { constraint } = error as Violation;
      if (constraint === undefined) throw error;
      return constraint;
    }
  }

  async #insert(table: string, row: Row): Promise<void> {
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${index + 1}`);
    await this.service.query(
      `INSERT INTO ${pg.escapeIdentifier(table)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')}) VALUES (${places.join(', ')})`,
      Object.values(row),
    );
  }
}

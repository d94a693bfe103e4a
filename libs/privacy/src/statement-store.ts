import type { Tx } from '@leadstream/persistence';
import { bind, type BoundStatement, boundStatement } from './bound-statement.js';
import type { DataSubject, SubjectReference } from './data-subject.js';
import type { Erased, PersonalRecord, PersonalStore } from './personal-store.js';

/** Rows that are in memory at once, whatever a person has. */
const PAGE_ROWS = 500;
/** Rows that a statement changes at once where it says `LIMIT :batch`. */
const BATCH_ROWS = 1_000;

/**
 * A store as SQL. In every statement `:tenant` is the tenant, `:leads` the ids of the person's leads, `:emails` and `:phones` its addresses,
 * each an array.
 */
export interface StoreStatements extends Pick<PersonalStore, 'name' | 'tables'> {
  /** `table` unless given. */
  readonly kind?: PersonalStore['kind'];
  /** Queries whose rows are the records, columns named as the API names them. */
  readonly gather?: readonly string[];
  /** Queries for `kind` and `value` of names by which the store knows the person. */
  readonly references?: readonly string[];
  /** Changes in their order, each with what becomes of the rows that it counts. One that says `LIMIT :batch` is repeated until it finds fewer. */
  readonly erase?: readonly (readonly [fate: 'removed' | 'blanked', sql: string])[];
  /** A query for the `count` of records that stay as they are, and a sentence why. */
  readonly keep?: readonly [sql: string, reason: string];
}

interface Change {
  readonly fate: 'removed' | 'blanked';
  readonly isBatched: boolean;
  readonly statement: BoundStatement;
}

/** A store that is nothing but its statements. */
export abstract class StatementStore implements PersonalStore {
  readonly name: string;
  readonly kind: PersonalStore['kind'];
  readonly tables: readonly string[];
  readonly #gather: readonly BoundStatement[];
  readonly #references: readonly BoundStatement[];
  readonly #erase: readonly Change[];
  readonly #keep: { readonly statement: BoundStatement; readonly reason: string } | undefined;

  /** @throws RangeError when a statement does not name the tenant and something of the person */
  constructor({ name, kind = 'table', tables, gather = [], references = [], erase = [], keep }: StoreStatements) {
    const bound = (part: string, sql: string) => boundStatement(`person_data_${name}_${part}`, sql);
    this.name = name;
    this.kind = kind;
    this.tables = tables;
    this.#gather = gather.map((sql, index) => bound(`gather_${index}`, sql));
    this.#references = references.map((sql, index) => bound(`references_${index}`, sql));
    this.#erase = erase.map(([fate, sql], index) => ({ fate, isBatched: sql.includes(':batch'), statement: bound(`erase_${index}`, sql) }));
    this.#keep = keep && { statement: bound('keep', keep[0]), reason: keep[1] };
  }

  async *gather(tx: Tx, subject: DataSubject): AsyncGenerator<PersonalRecord> {
    for (const statement of this.#gather) yield* rowsOf(tx, statement, subject);
  }

  async references(tx: Tx, subject: DataSubject): Promise<readonly SubjectReference[]> {
    const found: SubjectReference[] = [];
    for (const statement of this.#references)
      found.push(...(await tx.query<SubjectReference>(statement, bind(statement, subject, BATCH_ROWS))));
    return found;
  }

  async erase(tx: Tx, subject: DataSubject): Promise<Erased> {
    const counts = { removed: 0, blanked: 0 };
    for (const change of this.#erase) counts[change.fate] += await carryOut(tx, change, subject);
    if (this.#keep === undefined) return counts;
    const { statement, reason } = this.#keep;
    const { count = 0 } = (await tx.queryOne<{ count: number }>(statement, bind(statement, subject, BATCH_ROWS))) ?? {};
    return { ...counts, kept: { count, reason } };
  }
}

async function carryOut(tx: Tx, { isBatched, statement }: Change, subject: DataSubject): Promise<number> {
  const values = bind(statement, subject, BATCH_ROWS);
  let changed = 0;
  for (let count = BATCH_ROWS; count === BATCH_ROWS; changed += count) {
    count = await tx.execute(statement, values);
    if (!isBatched) return count;
  }
  return changed;
}

/** By a cursor of the transaction. */
async function* rowsOf(tx: Tx, statement: BoundStatement, subject: DataSubject): AsyncGenerator<PersonalRecord> {
  const cursor = `"${statement.name}"`;
  await tx.execute(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${statement.text}`, bind(statement, subject, BATCH_ROWS));
  for (let rows: PersonalRecord[] | undefined; rows === undefined || rows.length === PAGE_ROWS;) {
    rows = await tx.query<PersonalRecord>(`FETCH ${PAGE_ROWS} FROM ${cursor}`);
    yield* rows;
  }
  await tx.execute(`CLOSE ${cursor}`);
}

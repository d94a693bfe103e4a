import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ExportColumn } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import type { LeadRows, Row } from '../lead-export.js';
import type { Bind } from './bound-by.js';
import { type ColumnContext, columnSql, instantText, isInstant } from './column-sql.rules.js';

/** Leads that are read at a time. */
const PAGE = 2_000;

/** Which leads, and in what order. */
export interface LeadSelection extends ColumnContext {
  /** Conditions over `lead`, all of which hold; `$1` is the tenant. */
  readonly conditions: (bind: Bind) => readonly string[];
  readonly order: { readonly column: string; readonly direction: 'ASC' | 'DESC'; readonly beyond: '<' | '>' };
}

/** Where a page ends. */
interface Position {
  readonly at: string;
  readonly leadId: Uuid;
}

/** A page as one row: of each column, the texts from the first lead to the last as a JSON array; null where there is no lead at all. */
type PageRow = Readonly<Record<`c${number}`, string | null>> & Nullable<Position>;

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

interface Page {
  readonly columns: readonly (string | null)[];
  /** Undefined behind the last page. */
  readonly end: Position | undefined;
}

/**
 * Reads leads as rows of text, for files: Postgres makes the texts and sends each column of a page as one JSON array, since a message
 * and an object for every lead cost more than reading it does.
 */
@Injectable()
export class LeadRowsReadModel {
  constructor(private readonly database: TenantDatabase) {}

  /**
   * The leads of a selection, page by page: each is a short read of its own, so no transaction lasts as long as a download. A lead is
   * among them once, as it was when its page was read; those that come or go meanwhile may be among them or not. The next page is read
   * while the last is in use.
   */
  async *readAll(tenantId: Uuid, columns: readonly ExportColumn[], selection: LeadSelection): LeadRows {
    const read = (after?: Position): Promise<Page> =>
      this.database.readInTenant(tenantId, (tx) => this.findPage(tx, tenantId, { columns, selection, after }));
    let next: Promise<Page> | undefined = read();
    while (next !== undefined) {
      const page: Page = await next;
      next = page.end && read(page.end);
      // Its failure is thrown when its turn comes; until then it must not count as unhandled.
      next?.catch(() => undefined);
      // A statement leaves at the end of a turn of the event loop: only then does Postgres work while the caller does.
      await turnOfTheLoop();
      yield rowsOf(page.columns, columns);
    }
  }

  /**
   * Names of source metadata that leads have, in their order, some of them at most.
   * @param conditions as those of a selection
   */
  async findMetadataNames(tx: Tx, tenantId: Uuid, conditions: LeadSelection['conditions'], most: number): Promise<string[]> {
    const values: unknown[] = [tenantId];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const held = ['tenant_id = $1', `source_metadata <> '{}'`, ...conditions(bind)];
    const rows = await tx.query<{ name: string }>(
      `SELECT DISTINCT name COLLATE "C" AS name FROM lead, jsonb_object_keys(source_metadata) AS name
       WHERE ${held.join(' AND ')} ORDER BY name LIMIT ${bind(most)}`,
      values,
    );
    return rows.map(({ name }) => name);
  }

  private async findPage(tx: Tx, tenantId: Uuid, { columns, selection, after }: Wanted): Promise<Page> {
    const values: unknown[] = [tenantId];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const { column, direction, beyond } = selection.order;
    const texts = columns.map((name, index) => `${columnSql(name, bind, selection)} AS c${index}`);
    const conditions = ['tenant_id = $1', ...selection.conditions(bind)];
    if (after) conditions.push(`(${column}, lead_id) ${beyond} (${bind(after.at)}::timestamptz, ${bind(after.leadId)}::uuid)`);
    const row = await tx.queryOne<PageRow>(
      // An aggregate takes the rows of a sorted subquery in their order where nothing comes between the two.
      `SELECT ${columns.map((_, index) => `json_agg(c${index})::text AS c${index}`).join(', ')},
              (array_agg(at))[${PAGE}]::text AS at, (array_agg(lead_id))[${PAGE}] AS "leadId"
       FROM (SELECT ${texts.join(', ')}, ${column} AS at, lead_id FROM lead
             WHERE ${conditions.join(' AND ')} ORDER BY ${column} ${direction}, lead_id ${direction} LIMIT ${PAGE}) AS page`,
      values,
    );
    const end = row?.at != null && row.leadId !== null ? { at: row.at, leadId: row.leadId } : undefined;
    return { columns: columns.map((_, index) => row?.[`c${index}`] ?? null), end };
  }
}

interface Wanted {
  readonly columns: readonly ExportColumn[];
  readonly selection: LeadSelection;
  readonly after: Position | undefined;
}

function rowsOf(jsons: Page['columns'], names: readonly ExportColumn[]): Row[] {
  const [first = [], ...others] = names.map((name, index) => textsOf(jsons[index] ?? null, isInstant(name)));
  return first.map((text, lead) => [text ?? '', ...others.map((texts) => texts[lead] ?? '')]);
}

function textsOf(json: string | null, areInstants: boolean): (string | null)[] {
  const texts = json === null ? [] : (JSON.parse(json) as (string | null)[]);
  return areInstants ? texts.map((text) => text && instantText(text)) : texts;
}

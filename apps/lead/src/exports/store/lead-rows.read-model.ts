import { Injectable } from '@nestjs/common';
import type { ExportColumn } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import type { CustomFieldDefinition } from '../../custom-fields/custom-field.js';
import type { LeadRows, Row } from '../lead-export.js';
import { type Bind, columnSql } from './column-sql.rules.js';

/** Leads that are read at a time. */
const PAGE = 2_000;

/** Which leads, and in what order. */
export interface LeadSelection {
  /** What columns of custom fields are read by. */
  readonly definitions: readonly CustomFieldDefinition[];
  /** Conditions over `lead`, all of which hold; `$1` is the tenant. */
  readonly conditions: (bind: Bind) => readonly string[];
  readonly order: { readonly column: string; readonly direction: 'ASC' | 'DESC'; readonly beyond: '<' | '>' };
}

/** Where a page ends. */
interface Position {
  readonly at: string;
  readonly leadId: Uuid;
}

type PageRow = Position & Readonly<Record<`c${number}`, string | null>>;

/** Reads leads as rows of text, for files: Postgres makes the texts, since objects of leads cost twice as much. */
@Injectable()
export class LeadRowsReadModel {
  constructor(private readonly database: TenantDatabase) {}

  /**
   * The leads of a selection, page by page: each is a short read of its own, so no transaction lasts as long as a download. A lead is
   * among them once, as it was when its page was read; those that come or go meanwhile may be among them or not. The next page is read
   * while the last is in use.
   */
  async *readAll(tenantId: Uuid, columns: readonly ExportColumn[], selection: LeadSelection): LeadRows {
    const read = (after?: Position): Promise<PageRow[]> =>
      this.database.readInTenant(tenantId, (tx) => this.findPage(tx, tenantId, { columns, selection, after }));
    let next: Promise<PageRow[]> | undefined = read();
    while (next !== undefined) {
      const page: PageRow[] = await next;
      next = page.length < PAGE ? undefined : read(page.at(-1));
      // Its failure is thrown when its turn comes; until then it must not count as unhandled.
      next?.catch(() => undefined);
      yield page.map((row) => cellsOf(row, columns.length));
    }
  }

  private findPage(tx: Tx, tenantId: Uuid, { columns, selection, after }: Wanted): Promise<PageRow[]> {
    const values: unknown[] = [tenantId];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const { column, direction, beyond } = selection.order;
    const texts = columns.map((name, index) => `${columnSql(name, bind, selection.definitions)} AS c${index}`);
    const conditions = ['tenant_id = $1', ...selection.conditions(bind)];
    if (after) conditions.push(`(${column}, lead_id) ${beyond} (${bind(after.at)}::timestamptz, ${bind(after.leadId)}::uuid)`);
    return tx.query<PageRow>(
      `SELECT ${texts.join(', ')}, ${column}::text AS at, lead_id AS "leadId" FROM lead
       WHERE ${conditions.join(' AND ')} ORDER BY ${column} ${direction}, lead_id ${direction} LIMIT ${PAGE}`,
      values,
    );
  }
}

interface Wanted {
  readonly columns: readonly ExportColumn[];
  readonly selection: LeadSelection;
  readonly after: Position | undefined;
}

function cellsOf(row: PageRow, count: number): Row {
  const cells: string[] = [];
  for (let index = 0; index < count; index += 1) cells.push(row[`c${index}`] ?? '');
  return cells;
}

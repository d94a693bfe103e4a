import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ExportColumn } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';
import { TenantDatabase, type Tx } from '@leadstream/persistence';
import { type Bind, BoundBy } from '../../filter/sql/bound-by.js';
import type { LeadOrder, LeadPosition } from '../../lead/lead-order.js';
import { type OrderPart, orderParts, partSql } from '../../lead-store/lead-order-sql.rules.js';
import type { LeadRows, Row } from '../lead-export.js';
import { type ColumnContext, columnSql, instantText, isInstant } from './column-sql.rules.js';

/** Leads that are read at a time. */
const PAGE = 2_000;

/** Which leads, and in what order. */
export interface LeadSelection extends ColumnContext {
  /** Conditions over `lead`, all of which hold; `$1` is the tenant. */
  readonly conditions: (bind: Bind) => readonly string[];
  readonly order: LeadOrder;
  /** Whether the conditions ask for deleted leads. */
  readonly deleted?: boolean;
  /** Throws when leads may have lost their place in the order; asked behind each page. */
  readonly checkOrder?: ((tx: Tx) => Promise<void>) | undefined;
}

/** Where a page begins. */
interface Place {
  /** The parts of the order that are not read yet. */
  readonly parts: readonly [OrderPart, ...OrderPart[]];
  readonly after?: LeadPosition;
}

/** A page as one row: of each column, the texts from the first lead to the last as a JSON array; null where there is no lead at all. */
type PageRow = Readonly<Record<`c${number}`, string | null>> & { readonly at: string | null; readonly leadId: Uuid | null };

interface Page {
  readonly columns: readonly (string | null)[];
  /** Where the next one begins; undefined behind the last. */
  readonly next: Place | undefined;
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
   * among them once, as it was when its page was read; those that come or go meanwhile may be among them or not, and those that change
   * their place in the order may be among them twice or not. The next page is read while the last is in use.
   */
  async *readAll(tenantId: Uuid, columns: readonly ExportColumn[], selection: LeadSelection): LeadRows {
    const read = (place: Place): Promise<Page> =>
      this.database.readInTenant(tenantId, async (tx) => {
        const page = await this.findPage(tx, tenantId, { columns, selection, place });
        await selection.checkOrder?.(tx);
        return page;
      });
    let next: Promise<Page> | undefined = read({ parts: orderParts(selection.order) });
    while (next !== undefined) {
      const page: Page = await next;
      next = page.next && read(page.next);
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

  private async findPage(tx: Tx, tenantId: Uuid, { columns, selection, place }: Wanted): Promise<Page> {
    const values: unknown[] = [tenantId];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const { parts, after } = place;
    const texts = columns.map((name, index) => `${columnSql(name, bind, selection)} AS c${index}`);
    const held = ['lead.tenant_id = $1', ...selection.conditions(bind)];
    const { from, conditions, at, orderBy } = partSql(parts[0], {
      ...{ tenant: '$1', binds: new BoundBy(bind), after },
      deleted: selection.deleted ?? false,
    });
    const row = await tx.queryOne<PageRow>(
      // An aggregate takes the rows of a sorted subquery in their order where nothing comes between the two.
      `SELECT ${columns.map((_, index) => `json_agg(c${index})::text AS c${index}`).join(', ')},
              (array_agg(at))[${PAGE}]::text AS at, (array_agg(lead_id))[${PAGE}] AS "leadId"
       FROM (SELECT ${texts.join(', ')}, ${at} AS at, lead_id FROM ${from}
             WHERE ${[...held, ...conditions].join(' AND ')} ORDER BY ${orderBy} LIMIT ${PAGE}) AS page`,
      values,
    );
    const end = row && row.leadId !== null ? { at: row.at, id: row.leadId } : undefined;
    return { columns: columns.map((_, index) => row?.[`c${index}`] ?? null), next: nextPlace(parts, end) };
  }
}

/** @param end the last lead of a full page */
function nextPlace(parts: Place['parts'], end: LeadPosition | undefined): Place | undefined {
  if (end) return { parts, after: end };
  const [, next, ...more] = parts;
  return next && { parts: [next, ...more] };
}

interface Wanted {
  readonly columns: readonly ExportColumn[];
  readonly selection: LeadSelection;
  readonly place: Place;
}

function rowsOf(jsons: Page['columns'], names: readonly ExportColumn[]): Row[] {
  const [first = [], ...others] = names.map((name, index) => textsOf(jsons[index] ?? null, isInstant(name)));
  return first.map((text, lead) => [text ?? '', ...others.map((texts) => texts[lead] ?? '')]);
}

function textsOf(json: string | null, areInstants: boolean): (string | null)[] {
  const texts = json === null ? [] : (JSON.parse(json) as (string | null)[]);
  return areInstants ? texts.map((text) => text && instantText(text)) : texts;
}

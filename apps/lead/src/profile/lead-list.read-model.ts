import { Injectable } from '@nestjs/common';
import { type LeadTotal, type ListLeadsQuery, MAX_LEAD_TOTAL } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { LEAD_COLUMNS } from '../lead-store/lead.repository.js';
import { wayOfIdentities } from '../lead-store/way-of-identities.js';
import { valuedFirst } from '../lead-store/valued-first.read-model.js';
import type { LeadRecord } from '../lead/lead.js';
import { LAST_NAME } from '../lead/last-name-order.js';

export interface LeadRecordPage {
  readonly items: readonly LeadRecord[];
  readonly nextCursor: string | null;
}

/** Columns and directions of the orders by an instant; the id behind them makes each place one lead's. */
export const LIST_ORDERS = {
  createdAt: { column: 'created_at', direction: 'ASC', beyond: '>' },
  '-createdAt': { column: 'created_at', direction: 'DESC', beyond: '<' },
  capturedAt: { column: 'captured_at', direction: 'ASC', beyond: '>' },
  '-capturedAt': { column: 'captured_at', direction: 'DESC', beyond: '<' },
} as const;

interface ListOrder {
  /** Undefined for the order of ids. */
  readonly column?: string;
  readonly direction: 'ASC' | 'DESC';
  readonly beyond: '<' | '>';
}

/** Those with a last name, then those without in the order of their ids. */
const NAME_ORDERS: Readonly<Record<NameSort, Readonly<Record<'valued' | 'others', ListOrder>>>> = {
  lastName: { valued: { column: LAST_NAME, direction: 'ASC', beyond: '>' }, others: { direction: 'ASC', beyond: '>' } },
  '-lastName': { valued: { column: LAST_NAME, direction: 'DESC', beyond: '<' }, others: { direction: 'DESC', beyond: '<' } },
};

type NameSort = Exclude<ListLeadsQuery['sort'], keyof typeof LIST_ORDERS>;

interface ListPart {
  readonly limit: number;
  readonly after: Position | undefined;
}

interface AskedPart {
  readonly query: Conditions;
  readonly order: ListOrder;
  readonly more: readonly string[];
  readonly part: ListPart;
}

/** What a list demands of a lead. */
type Conditions = Omit<ListLeadsQuery, 'limit' | 'cursor' | 'count' | 'include' | 'sort'>;

const FILTERS = {
  status: 'status =',
  source: 'source =',
  ownerId: 'owner_id =',
  lifecycleStage: 'lifecycle_stage =',
  company: 'company =',
  'capturedAt.gte': 'captured_at >=',
  'capturedAt.lt': 'captured_at <',
  'createdAt.gte': 'created_at >=',
  'createdAt.lt': 'created_at <',
  'updatedAt.gte': 'updated_at >=',
  'updatedAt.lt': 'updated_at <',
} as const;

/** By what a lead is known: the column, and what it is called among identities. */
const KNOWN_BY = {
  email: { column: 'email', kind: 'email' },
  phone: { column: 'phone', kind: 'phone' },
  externalId: { column: 'external_id', kind: 'external' },
} as const;

/** Leads page by page; every order, and every filter of live ones but of `updatedAt`, has an index. */
@Injectable()
export class LeadListReadModel {
  async findPage(tx: Tx, tenantId: Uuid, { limit, cursor, ...query }: ListLeadsQuery): Promise<LeadRecordPage> {
    const after = cursor === undefined ? undefined : decodeCursor(positionIn(query.sort), cursor);
    const read =
      (order: ListOrder, ...more: string[]) =>
      (part: ListPart) =>
        this.findPart(tx, tenantId, { query, order, more, part });
    const part = { limit: limit + 1, after };
    const { sort } = query;
    const rows = isByName(sort)
      ? await valuedFirst(
          part,
          read(NAME_ORDERS[sort].valued, 'last_name IS NOT NULL'),
          read(NAME_ORDERS[sort].others, 'last_name IS NULL'),
        )
      : await read(LIST_ORDERS[sort])(part);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page, nextCursor: last ? encodeCursor(positionOf(last, sort)) : null };
  }

  private findPart(tx: Tx, tenantId: Uuid, { query, order, more, part: { limit, after } }: AskedPart): Promise<LeadRecord[]> {
    const values: unknown[] = [tenantId];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = [tenantCondition(query), ...listConditions(query, bind), ...more];
    const { column, direction, beyond } = order;
    const keys = column === undefined ? ['lead_id'] : [column, 'lead_id'];
    if (after)
      conditions.push(`(${keys.join(', ')}) ${beyond} (${[...(column === undefined ? [] : [after.at]), after.id].map(bind).join(', ')})`);
    return tx.query<LeadRecord>(
      `SELECT ${LEAD_COLUMNS} FROM lead WHERE ${conditions.join(' AND ')}
       ORDER BY ${keys.map((key) => `${key} ${direction}`).join(', ')} LIMIT ${bind(limit)}`,
      values,
    );
  }

  /** How many leads the pages of a query have together, counted to {@link MAX_LEAD_TOTAL}. */
  async count(tx: Tx, tenantId: Uuid, query: Conditions): Promise<LeadTotal> {
    const values: unknown[] = [tenantId];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = [tenantCondition(query), ...listConditions(query, bind)].join(' AND ');
    const found = await tx.queryOne<{ leads: number }>(
      `SELECT count(*)::integer AS leads FROM (SELECT FROM lead WHERE ${conditions} LIMIT ${bind(MAX_LEAD_TOTAL + 1)}) AS found`,
      values,
    );
    const leads = found?.leads ?? 0;
    return leads > MAX_LEAD_TOTAL ? { count: MAX_LEAD_TOTAL, relation: 'at-least' } : { count: leads, relation: 'exact' };
  }
}

/**
 * Of a lead that is asked for by what it is known by, the tenant is hidden from the planner: of one that statistics do not know yet it expects a single lead,
 * takes the index of the order to be as good, and reads all of them.
 */
function tenantCondition(query: Conditions): string {
  const isKnownBy = Object.keys(KNOWN_BY).some((name) => query[name as keyof typeof KNOWN_BY] !== undefined);
  return isKnownBy ? 'tenant_id = (SELECT $1::uuid)' : 'tenant_id = $1';
}

/**
 * What a list demands of a lead, as conditions over the table.
 * @param bind gives a value its place among the parameters: `$3`
 */
export function listConditions(query: Conditions, bind: (value: unknown) => string): string[] {
  const conditions = [
    query.deleted === 'true' ? 'deleted_at IS NOT NULL AND merged_into IS NULL AND erased_at IS NULL' : 'deleted_at IS NULL',
  ];
  for (const [name, condition] of Object.entries(FILTERS) as [keyof typeof FILTERS, string][]) {
    const value = query[name];
    if (value !== undefined) conditions.push(`${condition} ${bind(value)}`);
  }
  for (const [name, { column, kind }] of Object.entries(KNOWN_BY) as [
    keyof typeof KNOWN_BY,
    { readonly column: string; readonly kind: string },
  ][]) {
    const value = query[name];
    if (value !== undefined) conditions.push(knownBy(column, kind, bind(name === 'phone' ? withPlus(value) : value)));
  }
  if (query.tagId !== undefined)
    conditions.push(
      `EXISTS (SELECT FROM lead_tag AS t WHERE t.tenant_id = lead.tenant_id AND t.lead_id = lead.lead_id AND t.tag_id = ${bind(query.tagId)})`,
    );
  return conditions;
}

/** Whether a lead has the value in its row, or is led to by an identity, itself or as what others went into. `$1` is the tenant. */
function knownBy(column: string, kind: string, value: string): string {
  const identities = `SELECT kind, value, lead_id FROM lead_identity WHERE tenant_id = (SELECT $1::uuid) AND kind = '${kind}' AND value = ${value}`;
  const way = wayOfIdentities('(SELECT $1::uuid)', identities);
  return `(${column} = ${value} OR lead_id = ANY (ARRAY (WITH RECURSIVE ${way} SELECT lead_id FROM way)))`;
}

/** The `+` of E.164 arrives as a space when a client forgets to escape it. */
function withPlus(phone: string): string {
  return phone.startsWith('+') ? phone : `+${phone}`;
}

function isByName(sort: ListLeadsQuery['sort']): sort is NameSort {
  return sort in NAME_ORDERS;
}

/** The database takes no other. */
const textWithoutNul = z.string().regex(/^[^\0]*$/);

/** A cursor belongs to the order it was made in. */
function positionIn(sort: ListLeadsQuery['sort']) {
  return z.strictObject({ sort: z.literal(sort), at: isByName(sort) ? textWithoutNul.nullable() : z.iso.datetime(), id: z.uuid() });
}

type Position = z.infer<ReturnType<typeof positionIn>>;

function positionOf(lead: LeadRecord, sort: ListLeadsQuery['sort']): Position {
  if (isByName(sort)) return { sort, at: lead.lastName, id: lead.leadId };
  return { sort, at: (sort.endsWith('createdAt') ? lead.createdAt : lead.capturedAt).toISOString(), id: lead.leadId };
}

import { Injectable } from '@nestjs/common';
import { type LeadTotal, type ListLeadsQuery, MAX_LEAD_TOTAL } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { BoundBy } from '../filter/sql/bound-by.js';
import { type OrderPart, partSql } from '../lead-store/lead-order-sql.rules.js';
import { LEAD_COLUMNS } from '../lead-store/lead.repository.js';
import { readParts } from '../lead-store/ordered-parts.read-model.js';
import { wayOfIdentities } from '../lead-store/way-of-identities.js';
import type { LeadRecord } from '../lead/lead.js';
import type { ColumnOrder, LeadPosition } from '../lead/lead-order.js';
import { columnPosition, cursorShape } from '../lead/lead-order.rules.js';

export interface LeadRecordPage {
  readonly items: readonly LeadRecord[];
  readonly nextCursor: string | null;
}

const ORDERS: Readonly<Record<ListLeadsQuery['sort'], ColumnOrder>> = {
  createdAt: { column: 'createdAt', descending: false },
  '-createdAt': { column: 'createdAt', descending: true },
  capturedAt: { column: 'capturedAt', descending: false },
  '-capturedAt': { column: 'capturedAt', descending: true },
  lastName: { column: 'lastName', descending: false },
  '-lastName': { column: 'lastName', descending: true },
};

interface AskedPart {
  readonly query: Conditions;
  readonly part: OrderPart;
  readonly page: { readonly limit: number; readonly after?: LeadPosition | undefined };
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
    const { sort } = query;
    const order = ORDERS[sort];
    const after = cursor === undefined ? undefined : decodeCursor(cursorShape(sort), cursor);
    const rows = await readParts(order, { limit: limit + 1, after }, (part, page) => this.findPart(tx, tenantId, { query, part, page }));
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { items: page, nextCursor: last ? encodeCursor({ sort, ...columnPosition(last, order) }) : null };
  }

  private findPart(tx: Tx, tenantId: Uuid, { query, part, page: { limit, after } }: AskedPart): Promise<LeadRecord[]> {
    const values: unknown[] = [tenantId];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const held = [tenantCondition(query), ...listConditions(query, bind)];
    const { from, conditions, orderBy } = partSql(part, { tenant: '$1', binds: new BoundBy(bind), after });
    return tx.query<LeadRecord>(
      `SELECT ${LEAD_COLUMNS} FROM ${from} WHERE ${[...held, ...conditions].join(' AND ')}
       ORDER BY ${orderBy} LIMIT ${bind(limit)}`,
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

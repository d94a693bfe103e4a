import { Injectable } from '@nestjs/common';
import { type LeadTotal, type ListLeadsQuery, MAX_LEAD_TOTAL } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { BoundBy } from '../filter/sql/bound-by.js';
import { type OrderPart, partSql } from '../lead-store/lead-order-sql.rules.js';
import { LEAD_COLUMNS } from '../lead-store/lead.repository.js';
import { readParts } from '../lead-store/ordered-parts.read-model.js';
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
  email: 'email =',
  phone: 'phone =',
  externalId: 'external_id =',
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
    const held = listConditions(query, bind);
    const { from, conditions, orderBy } = partSql(part, { tenant: '$1', binds: new BoundBy(bind), after });
    return tx.query<LeadRecord>(
      `SELECT ${LEAD_COLUMNS} FROM ${from} WHERE ${['tenant_id = $1', ...held, ...conditions].join(' AND ')}
       ORDER BY ${orderBy} LIMIT ${bind(limit)}`,
      values,
    );
  }

  /** How many leads the pages of a query have together, counted to {@link MAX_LEAD_TOTAL}. */
  async count(tx: Tx, tenantId: Uuid, query: Conditions): Promise<LeadTotal> {
    const values: unknown[] = [tenantId];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = ['tenant_id = $1', ...listConditions(query, bind)].join(' AND ');
    const found = await tx.queryOne<{ leads: number }>(
      `SELECT count(*)::integer AS leads FROM (SELECT FROM lead WHERE ${conditions} LIMIT ${bind(MAX_LEAD_TOTAL + 1)}) AS found`,
      values,
    );
    const leads = found?.leads ?? 0;
    return leads > MAX_LEAD_TOTAL ? { count: MAX_LEAD_TOTAL, relation: 'at-least' } : { count: leads, relation: 'exact' };
  }
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
    if (value !== undefined) conditions.push(`${condition} ${bind(name === 'phone' ? withPlus(value) : value)}`);
  }
  if (query.tagId !== undefined)
    conditions.push(
      `EXISTS (SELECT FROM lead_tag AS t WHERE t.tenant_id = lead.tenant_id AND t.lead_id = lead.lead_id AND t.tag_id = ${bind(query.tagId)})`,
    );
  return conditions;
}

/** The `+` of E.164 arrives as a space when a client forgets to escape it. */
function withPlus(phone: string): string {
  return phone.startsWith('+') ? phone : `+${phone}`;
}

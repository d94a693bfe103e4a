import { Injectable } from '@nestjs/common';
import type { ListLeadsQuery } from '@leadstream/contracts';
import { decodeCursor, encodeCursor } from '@leadstream/http';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import { z } from 'zod';
import { LEAD_COLUMNS } from '../lead-store/lead.repository.js';
import type { LeadRecord } from '../lead/lead.js';

export interface LeadRecordPage {
  readonly items: readonly LeadRecord[];
  readonly nextCursor: string | null;
}

/** Columns and directions of the orders of a list; the id behind them makes each place one lead's. */
export const LIST_ORDERS = {
  createdAt: { column: 'created_at', direction: 'ASC', beyond: '>' },
  '-createdAt': { column: 'created_at', direction: 'DESC', beyond: '<' },
  capturedAt: { column: 'captured_at', direction: 'ASC', beyond: '>' },
  '-capturedAt': { column: 'captured_at', direction: 'DESC', beyond: '<' },
} as const;

const FILTERS = {
  status: 'status =',
  source: 'source =',
  email: 'email =',
  phone: 'phone =',
  externalId: 'external_id =',
  'createdAt.gte': 'created_at >=',
  'createdAt.lt': 'created_at <',
} as const;

/** Leads page by page; every order and filter of live ones has an index that ends in the id. */
@Injectable()
export class LeadListReadModel {
  async findPage(tx: Tx, tenantId: Uuid, query: ListLeadsQuery): Promise<LeadRecordPage> {
    const { column, direction, beyond } = LIST_ORDERS[query.sort];
    const values: unknown[] = [tenantId];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const conditions = ['tenant_id = $1', ...listConditions(query, bind)];
    if (query.cursor !== undefined) {
      const { at, id } = decodeCursor(positionIn(query.sort), query.cursor);
      conditions.push(`(${column}, lead_id) ${beyond} (${bind(at)}, ${bind(id)})`);
    }
    const rows = await tx.query<LeadRecord>(
      `SELECT ${LEAD_COLUMNS} FROM lead WHERE ${conditions.join(' AND ')}
       ORDER BY ${column} ${direction}, lead_id ${direction} LIMIT ${bind(query.limit + 1)}`,
      values,
    );
    const page = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    return { items: page, nextCursor: last ? encodeCursor(positionOf(last, query.sort)) : null };
  }
}

/**
 * What a list demands of a lead, as conditions over the table.
 * @param bind gives a value its place among the parameters: `$3`
 */
export function listConditions(query: Omit<ListLeadsQuery, 'limit' | 'cursor'>, bind: (value: unknown) => string): string[] {
  const conditions = [
    query.deleted === 'true' ? 'deleted_at IS NOT NULL AND merged_into IS NULL AND erased_at IS NULL' : 'deleted_at IS NULL',
  ];
  for (const [name, condition] of Object.entries(FILTERS) as [keyof typeof FILTERS, string][]) {
    const value = query[name];
    if (value !== undefined) conditions.push(`${condition} ${bind(name === 'phone' ? withPlus(value) : value)}`);
  }
  return conditions;
}

/** The `+` of E.164 arrives as a space when a client forgets to escape it. */
function withPlus(phone: string): string {
  return phone.startsWith('+') ? phone : `+${phone}`;
}

/** A cursor belongs to the order it was made in. */
function positionIn(sort: ListLeadsQuery['sort']) {
  return z.strictObject({ sort: z.literal(sort), at: z.iso.datetime(), id: z.uuid() });
}

function positionOf(lead: LeadRecord, sort: ListLeadsQuery['sort']): z.infer<ReturnType<typeof positionIn>> {
  return { sort, at: (sort.endsWith('createdAt') ? lead.createdAt : lead.capturedAt).toISOString(), id: lead.leadId };
}

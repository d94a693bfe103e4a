import { Injectable } from '@nestjs/common';
import { type ExportQuery, type LeadTotal, type ListLeadsQuery, MAX_LEAD_TOTAL } from '@leadstream/contracts';
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

  /** How many leads the pages of a query have together, counted to {@link MAX_LEAD_TOTAL}. */
  async count(tx: Tx, tenantId: Uuid, query: ExportQuery): Promise<LeadTotal> {
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
export function listConditions(query: ExportQuery, bind: (value: unknown) => string): string[] {
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

/** A cursor belongs to the order it was made in. */
function positionIn(sort: ListLeadsQuery['sort']) {
  return z.strictObject({ sort: z.literal(sort), at: z.iso.datetime(), id: z.uuid() });
}

function positionOf(lead: LeadRecord, sort: ListLeadsQuery['sort']): z.infer<ReturnType<typeof positionIn>> {
  return { sort, at: (sort.endsWith('createdAt') ? lead.createdAt : lead.capturedAt).toISOString(), id: lead.leadId };
}

import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { FilterTree } from '../filter/condition.js';
import type { FieldRegistry } from '../filter/fields/field-registry.rules.js';
import { Binds } from '../filter/sql/binds.js';
import { filterSql, type SqlContext } from '../filter/sql/filter-sql.rules.js';
import { LEAD_COLUMNS } from '../lead-store/lead.repository.js';
import { type OrderPart, partSql } from '../lead-store/lead-order-sql.rules.js';
import { readParts } from '../lead-store/ordered-parts.read-model.js';
import type { LeadRecord } from '../lead/lead.js';
import type { LeadPosition } from '../lead/lead-order.js';
import type { Selection } from './selection.js';

/** A part of a selection. */
export interface SelectionPage {
  readonly limit: number;
  /** Place of the last lead of the part before. */
  readonly after?: LeadPosition | undefined;
  /** What relative tests count from. */
  readonly now: Date;
  /** For filters that ask for the score. */
  readonly scoreTenthsSql?: SqlContext['scoreTenthsSql'];
}

/** Leads that satisfy a filter, part by part, each order walking its index. */
@Injectable()
export class SelectionReadModel {
  /** @param registry as the filter was read with */
  findPage(tx: Tx, tenantId: Uuid, registry: FieldRegistry, { filter, order }: Selection, page: SelectionPage): Promise<LeadRecord[]> {
    const binds = new Binds();
    const tenant = binds.add(tenantId, 'uuid');
    const condition = `lead.tenant_id = ${tenant} AND deleted_at IS NULL AND ${filterSql(filter, { registry, binds, now: page.now, scoreTenthsSql: page.scoreTenthsSql })}`;
    return readParts(order, page, (part, { limit, after }) =>
      this.findPart(tx, part, { tenant, condition, binds: binds.copy(), limit, after }),
    );
  }

  /** How many live leads satisfy a filter. */
  async count(
    tx: Tx,
    tenantId: Uuid,
    registry: FieldRegistry,
    filter: FilterTree,
    { now, scoreTenthsSql }: Pick<SelectionPage, 'now' | 'scoreTenthsSql'>,
  ): Promise<number> {
    const binds = new Binds();
    const condition = `lead.tenant_id = ${binds.add(tenantId, 'uuid')} AND deleted_at IS NULL AND ${filterSql(filter, { registry, binds, now, scoreTenthsSql })}`;
    return (
      (await tx.queryOne<{ leads: number }>(`SELECT count(*)::integer AS leads FROM lead WHERE ${condition}`, binds.values))?.leads ?? 0
    );
  }

  private findPart(tx: Tx, part: OrderPart, { tenant, condition, binds, limit, after }: Asked): Promise<LeadRecord[]> {
    const { from, conditions, orderBy } = partSql(part, { tenant, binds, after });
    return tx.query<LeadRecord>(
      `SELECT ${LEAD_COLUMNS} FROM ${from} WHERE ${[condition, ...conditions].join(' AND ')} ORDER BY ${orderBy} LIMIT ${binds.add(limit, 'integer')}`,
      binds.values,
    );
  }
}

interface Asked {
  /** Placeholder of the tenant. */
  readonly tenant: string;
  readonly condition: string;
  readonly binds: Binds;
  readonly limit: number;
  readonly after: LeadPosition | undefined;
}

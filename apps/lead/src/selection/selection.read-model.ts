import { Injectable } from '@nestjs/common';
import type { Uuid } from '@leadstream/kernel';
import type { Tx } from '@leadstream/persistence';
import type { FilterTree } from '../filter/condition.js';
import type { FieldRegistry } from '../filter/fields/field-registry.rules.js';
import { Binds } from '../filter/sql/binds.js';
import { filterSql, type SqlContext } from '../filter/sql/filter-sql.rules.js';
import { LEAD_COLUMNS } from '../lead-store/lead.repository.js';
import { valuedFirst } from '../lead-store/valued-first.read-model.js';
import type { LeadRecord } from '../lead/lead.js';
import { type LeadOrder, type LeadPosition, ORDERED_COLUMNS, type OrderedColumn, type Selection } from './selection.js';

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

type FieldOrder = Extract<LeadOrder, { fieldId: Uuid }>;
type ColumnOrder = Exclude<LeadOrder, FieldOrder>;

/** Leads that satisfy a filter, part by part, each order walking its index. */
@Injectable()
export class SelectionReadModel {
  /** @param registry as the filter was read with */
  findPage(tx: Tx, tenantId: Uuid, registry: FieldRegistry, { filter, order }: Selection, page: SelectionPage): Promise<LeadRecord[]> {
    const binds = new Binds();
    const tenant = binds.add(tenantId, 'uuid');
    const condition = `lead.tenant_id = ${tenant} AND deleted_at IS NULL AND ${filterSql(filter, { registry, binds, now: page.now, scoreTenthsSql: page.scoreTenthsSql })}`;
    const asked = { tenant, condition, binds, page };
    if (!('column' in order)) return this.byField(tx, order, asked);
    return order.column === 'lastName' ? this.byName(tx, order, asked) : this.byColumn(tx, order, asked);
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

  private byColumn(
    tx: Tx,
    { column, descending }: ColumnOrder,
    { condition, binds, page: { after, limit } }: Asked,
  ): Promise<LeadRecord[]> {
    const name = ORDERED_COLUMNS[column];
    const keys = column === 'id' ? ['lead_id'] : [name, 'lead_id'];
    const type = column === 'lastName' ? 'text' : 'timestamptz';
    const place = after && [...(column === 'id' ? [] : [binds.add(after.at, type)]), binds.add(after.id, 'uuid')];
    const beyond = place ? ` AND (${keys.join(', ')}) ${descending ? '<' : '>'} (${place.join(', ')})` : '';
    return tx.query<LeadRecord>(
      `SELECT ${LEAD_COLUMNS} FROM lead WHERE ${condition}${beyond} ${ordered(keys, descending)} LIMIT ${binds.add(limit, 'integer')}`,
      binds.values,
    );
  }

  /** Those with a last name, then those without. */
  private byName(tx: Tx, { descending }: ColumnOrder, asked: Asked): Promise<LeadRecord[]> {
    const part = (condition: string, column: OrderedColumn) => (page: SelectionPage) =>
      this.byColumn(
        tx,
        { column, descending },
        { ...asked, condition: `${asked.condition} AND ${condition}`, binds: asked.binds.copy(), page },
      );
    return valuedFirst(asked.page, part('last_name IS NOT NULL', 'lastName'), part('last_name IS NULL', 'id'));
  }

  /** Those with a value, then those without. */
  private byField(tx: Tx, order: FieldOrder, asked: Asked): Promise<LeadRecord[]> {
    return valuedFirst(
      asked.page,
      (page) => this.withValue(tx, order, { ...asked, page }),
      (page) => this.withoutValue(tx, order, { ...asked, page }),
    );
  }

  private withValue(
    tx: Tx,
    { fieldId, descending }: FieldOrder,
    { tenant, condition, binds: asked, page: { after, limit } }: Asked,
  ): Promise<LeadRecord[]> {
    const binds = asked.copy();
    const keys = ['keyed_by', 'keyed_lead'];
    const beyond = after
      ? `AND (keyed_by, keyed_lead) ${descending ? '<' : '>'} (${binds.add(after.at, 'text')}, ${binds.add(after.id, 'uuid')})`
      : '';
    return tx.query<LeadRecord>(
      `SELECT ${LEAD_COLUMNS}
       FROM (SELECT lead_id AS keyed_lead, sort_key AS keyed_by FROM lead_custom_value
             WHERE tenant_id = ${tenant} AND field_id = ${binds.add(fieldId, 'uuid')} AND live) AS keyed
       JOIN lead ON lead.tenant_id = ${tenant} AND lead.lead_id = keyed_lead
       WHERE ${condition} ${beyond} ${ordered(keys, descending)} LIMIT ${binds.add(limit, 'integer')}`,
      binds.values,
    );
  }

  private withoutValue(tx: Tx, { fieldId, descending }: FieldOrder, { condition, binds: asked, page }: Asked): Promise<LeadRecord[]> {
    const binds = asked.copy();
    const valueless = `${condition} AND NOT (lead.custom_fields ? ${binds.add(fieldId, 'text')})`;
    return this.byColumn(tx, { column: 'id', descending }, { tenant: '', condition: valueless, binds, page });
  }
}

interface Asked {
  /** Placeholder of the tenant. */
  readonly tenant: string;
  readonly condition: string;
  readonly binds: Binds;
  readonly page: SelectionPage;
}

function ordered(keys: readonly string[], descending: boolean): string {
  const direction = descending ? 'DESC' : 'ASC';
  return `ORDER BY ${keys.map((key) => `${key} ${direction}`).join(', ')}`;
}

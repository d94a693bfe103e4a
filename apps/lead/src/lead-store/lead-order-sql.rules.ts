import type { Uuid } from '@leadstream/kernel';
import type { Binds, BoundType } from '../filter/sql/binds.js';
import { type LeadOrder, type LeadPosition, ORDERED_COLUMNS } from '../lead/lead-order.js';

/** What a part of an order compares before the id. */
interface PartKey {
  readonly sql: string;
  readonly type: Extract<BoundType, 'text' | 'timestamptz'>;
}

/** Leads that one index has in their order. */
export interface OrderPart {
  readonly descending: boolean;
  /** Undefined where the id alone orders. */
  readonly key?: PartKey;
  /** The custom field whose rows order the leads. */
  readonly keyedBy?: Uuid;
  /** The custom field that the leads have no value of. */
  readonly without?: Uuid;
  /** What tells the part from the other one. */
  readonly condition?: string;
}

/** A part as a statement over `lead` reads it. */
export interface PartSql {
  /** What follows `FROM`. */
  readonly from: string;
  /** All of them hold, beside the tenant. */
  readonly conditions: readonly string[];
  /** What the part compares before the id, for the place of a lead; `NULL` where the id alone orders. */
  readonly at: string;
  readonly orderBy: string;
}

/** The parts of an order, one behind the other: those with a value, then those without, by their ids. */
export function orderParts(order: LeadOrder): readonly [OrderPart, ...OrderPart[]] {
  const { descending } = order;
  if (!('column' in order)) {
    const { fieldId } = order;
    return [
      { descending, key: { sql: 'keyed_by', type: 'text' }, keyedBy: fieldId },
      { descending, without: fieldId },
    ];
  }
  const { column } = order;
  if (column === 'id') return [{ descending }];
  const sql = ORDERED_COLUMNS[column];
  if (column !== 'lastName') return [{ descending, key: { sql, type: 'timestamptz' } }];
  return [
    { descending, key: { sql, type: 'text' }, condition: 'last_name IS NOT NULL' },
    { descending, condition: 'last_name IS NULL' },
  ];
}

/** What a part is read by. */
export interface PartReading {
  /** Placeholder of the tenant. */
  readonly tenant: string;
  readonly binds: Binds;
  /** Place of the last lead before. */
  readonly after?: LeadPosition | undefined;
  /** Whether deleted leads are meant, of which rows of custom fields are not live. */
  readonly deleted?: boolean;
}

/** The leads of a part, those behind a place. */
export function partSql(part: OrderPart, { tenant, binds, after, deleted = false }: PartReading): PartSql {
  const { key, keyedBy, without, condition, descending } = part;
  const keys = [...(key ? [key.sql] : []), keyedBy === undefined ? 'lead_id' : 'keyed_lead'];
  const direction = descending ? 'DESC' : 'ASC';
  const from =
    keyedBy === undefined
      ? 'lead'
      : `(SELECT lead_id AS keyed_lead, sort_key AS keyed_by FROM lead_custom_value
          WHERE tenant_id = ${tenant} AND field_id = ${binds.add(keyedBy, 'uuid')} AND ${deleted ? 'NOT live' : 'live'}) AS keyed
         JOIN lead ON lead.tenant_id = ${tenant} AND lead.lead_id = keyed_lead`;
  const place = after && [...(key ? [binds.add(after.at, key.type)] : []), binds.add(after.id, 'uuid')];
  return {
    from,
    conditions: [
      ...(condition === undefined ? [] : [condition]),
      ...(without === undefined ? [] : [`NOT (lead.custom_fields ? ${binds.add(without, 'text')})`]),
      ...(place ? [`(${keys.join(', ')}) ${descending ? '<' : '>'} (${place.join(', ')})`] : []),
    ],
    at: key?.sql ?? 'NULL',
    orderBy: keys.map((name) => `${name} ${direction}`).join(', '),
  };
}

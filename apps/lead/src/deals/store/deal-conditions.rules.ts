import type { DealFilter, ListDealsQuery } from '@leadstream/contracts';
import type { Uuid } from '@leadstream/kernel';

/** @returns the placeholder of a value */
export type Bind = (value: unknown) => string;

const RANGES = {
  'createdAt.gte': ['d.created_at >=', 'timestamptz'],
  'createdAt.lt': ['d.created_at <', 'timestamptz'],
  'updatedAt.gte': ['d.updated_at >=', 'timestamptz'],
  'updatedAt.lt': ['d.updated_at <', 'timestamptz'],
  'closedAt.gte': ['d.closed_at >=', 'timestamptz'],
  'closedAt.lt': ['d.closed_at <', 'timestamptz'],
  'expectedCloseOn.gte': ['d.expected_close_on >=', 'date'],
  'expectedCloseOn.lt': ['d.expected_close_on <', 'date'],
} as const;

type Ranges = Partial<Pick<ListDealsQuery, keyof typeof RANGES | 'externalId'>>;

/** What deals are asked for, `d` with their stages `s`. */
export interface DealQuery extends Omit<DealFilter, 'leadId'>, Ranges {
  /** Leads whose deals are meant; every one's when undefined. */
  readonly family?: readonly Uuid[] | undefined;
  readonly isDeleted: boolean;
}

/** The conditions of deals as SQL; all of them hold. */
export function dealConditions(query: DealQuery, now: Date, bind: Bind): string[] {
  const { pipelineId, stageId, status, ownerId, tagId, rotting, family, isDeleted } = query;
  const conditions = ['NOT d.hidden', isDeleted ? 'd.deleted_at IS NOT NULL' : 'd.deleted_at IS NULL'];
  if (pipelineId) conditions.push(`d.pipeline_id = ${bind(pipelineId)}::uuid`);
  if (stageId) conditions.push(`d.stage_id = ${bind(stageId)}::uuid`);
  if (status) conditions.push(`d.status = ${bind(status)}`);
  if (ownerId) conditions.push(`d.owner_id = ${bind(ownerId)}::uuid`);
  if (family) conditions.push(`d.lead_id = ANY (${bind(family)}::uuid[])`);
  if (tagId) conditions.push(isDeleted ? `${bind(tagId)}::uuid = ANY (d.tag_ids)` : taggedSql(tagId, bind));
  if (rotting !== undefined) conditions.push(rotting ? rotsSql(now, bind) : `NOT ${rotsSql(now, bind)}`);
  if (query.externalId !== undefined) conditions.push(`d.external_id = ${bind(query.externalId)}`);
  for (const [name, [condition, type]] of Object.entries(RANGES) as [keyof typeof RANGES, readonly [string, string]][])
    if (query[name] !== undefined) conditions.push(`${condition} ${bind(query[name])}::${type}`);
  return conditions;
}

function taggedSql(tagId: Uuid, bind: Bind): string {
  return `EXISTS (SELECT FROM deal_tag t WHERE t.tenant_id = d.tenant_id AND t.tag_id = ${bind(tagId)}::uuid AND t.deal_id = d.deal_id)`;
}

/** As `isRotting` judges. */
export function rotsSql(now: Date, bind: Bind): string {
  return `coalesce(d.closed_at IS NULL AND coalesce(d.last_worked_at, d.updated_at) < ${bind(now)}::timestamptz - s.rots_after_days * interval '24 hours', false)`;
}

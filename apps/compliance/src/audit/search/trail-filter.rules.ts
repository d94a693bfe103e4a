import type { ListAuditTrailQuery } from '@leadstream/contracts';

export type TrailFilter = Omit<ListAuditTrailQuery, 'limit' | 'cursor'>;

/** Conditions on entries, and their values from `$2` on; `$1` is the tenant. */
export interface Conditions {
  /** Names the set of conditions. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

const CONDITIONS = {
  leadId: 'lead_id = $::uuid',
  actor: 'actor = $::text',
  subject: 'subject = $::text',
  type: 'type = $::text',
  correlationId: 'correlation_id = $::text',
  from: 'recorded_at >= $::timestamptz',
  until: 'recorded_at < $::timestamptz',
  before: 'sequence < $::bigint',
} as const;

/**
 * Only what is asked for: a condition that may be absent would keep Postgres from its index.
 * @param before place of the last entry of the page before
 */
export function conditionsOf(filter: TrailFilter, before: number | undefined): Conditions {
  const stated = Object.entries({ ...filter, before }).filter(([, value]) => value !== undefined) as [keyof typeof CONDITIONS, unknown][];
  const texts = stated.map(([name], index) => CONDITIONS[name].replace('$', `$${index + 2}`));
  return {
    name: ['audit_trail', ...stated.map(([name]) => name)].join('_'),
    text: ['tenant_id = $1', ...texts].join(' AND '),
    values: stated.map(([, value]) => value),
  };
}

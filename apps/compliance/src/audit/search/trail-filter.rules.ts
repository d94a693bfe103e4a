import type { ListAuditTrailQuery } from '@leadstream/contracts';

export type TrailFilter = Omit<ListAuditTrailQuery, 'limit' | 'cursor'>;

/** The last entry of the page before. */
export interface Mark {
  readonly before: number;
  /** When it was recorded. */
  readonly notAfter: string;
}

/** Conditions on entries, their values from `$2` on (`$1` is the tenant), and the order that their index gives. */
export interface Conditions {
  /** Names the set of conditions. */
  readonly name: string;
  readonly text: string;
  readonly order: string;
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
  notAfter: 'recorded_at <= $::timestamptz',
} as const;

const OF_TIME: readonly string[] = ['from', 'until', 'before', 'notAfter'];

/**
 * Only what is asked for: a condition that may be absent would keep Postgres from its index. Along a chain time never runs backwards, so place
 * and time give one order; by time it is where nothing but time is asked for, or the latest entries would be gone through first.
 */
export function conditionsOf(filter: TrailFilter, mark: Mark | undefined): Conditions {
  const stated = Object.entries({ ...filter, ...mark }).filter(([, value]) => value !== undefined) as [keyof typeof CONDITIONS, unknown][];
  const texts = stated.map(([name], index) => CONDITIONS[name].replace('$', `$${index + 2}`));
  const isByTime = stated.every(([name]) => OF_TIME.includes(name));
  return {
    name: ['audit_trail', ...stated.map(([name]) => name)].join('_'),
    text: ['tenant_id = $1', ...texts].join(' AND '),
    order: isByTime ? 'recorded_at DESC, sequence DESC' : 'sequence DESC',
    values: stated.map(([, value]) => value),
  };
}

import { type MissingReason, type RetainingService, retentionCounts, type RetentionDryRun } from '@leadstream/contracts';
import { DomainError } from '@leadstream/kernel';
import type { JsonAnswer } from '../upstream/read-json.js';

/** What one service counted, or why there is nothing of it. */
export type Counted = Pick<RetentionDryRun, 'items' | 'missing'>;

/** What a service's answer says. */
export function countedBy(service: RetainingService, { status, body }: JsonAnswer): Counted {
  if (status !== 200) return without(service, 'unavailable');
  const read = retentionCounts.safeParse(body);
  if (!read.success) return without(service, 'unreadable');
  return { items: read.data.items.map((item) => ({ ...item, service })), missing: [] };
}

/** What it means that there was no answer. */
export function notCountedBy(service: RetainingService, failure: unknown): Counted {
  const isLate = failure instanceof DomainError && failure.code === 'GATEWAY.UPSTREAM_TIMEOUT';
  return without(service, isLate ? 'timeout' : 'unavailable');
}

function without(service: RetainingService, reason: MissingReason): Counted {
  return { items: [], missing: [{ service, reason }] };
}

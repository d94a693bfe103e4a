import type { LegalHold, RetentionCategory } from '@leadstream/contracts';
import type { Actor } from '@leadstream/kernel';

/** @param now parameter that holds the present instant, for example `$2` */
export const legalHoldState = (now: string): string =>
  `CASE WHEN released_at IS NOT NULL THEN 'released' WHEN holds_until <= ${now}::timestamptz THEN 'ended'
        WHEN holds_from > ${now}::timestamptz THEN 'pending' ELSE 'in-force' END`;

/** @param now as in {@link legalHoldState} */
export const legalHoldColumns = (now: string): string =>
  `id, lead_id, category, matter, reason, ${legalHoldState(now)} AS state, holds_from, holds_until, placed_at, placed_by_kind, placed_by_id,
   released_at, released_by_kind, released_by_id, release_reason, version`;

/** A row of `legal_hold` as `pg` gives it, and how it stands. */
export interface LegalHoldRow {
  id: string;
  lead_id: string | null;
  category: RetentionCategory | null;
  matter: string;
  reason: string;
  state: LegalHold['state'];
  holds_from: Date;
  holds_until: Date | null;
  placed_at: Date;
  placed_by_kind: Actor['kind'];
  placed_by_id: string;
  released_at: Date | null;
  released_by_kind: Actor['kind'] | null;
  released_by_id: string | null;
  release_reason: string | null;
  version: number;
}

export function toLegalHold(row: LegalHoldRow): LegalHold {
  const { id, category, matter, reason, state, version, released_by_kind: releaserKind, released_by_id: releaserId } = row;
  return {
    id,
    leadId: row.lead_id,
    category,
    matter,
    reason,
    state,
    holdsFrom: row.holds_from.toISOString(),
    holdsUntil: row.holds_until?.toISOString() ?? null,
    placedAt: row.placed_at.toISOString(),
    placedBy: { kind: row.placed_by_kind, id: row.placed_by_id },
    releasedAt: row.released_at?.toISOString() ?? null,
    releasedBy: releaserKind === null || releaserId === null ? null : { kind: releaserKind, id: releaserId },
    releaseReason: row.release_reason,
    version,
  };
}

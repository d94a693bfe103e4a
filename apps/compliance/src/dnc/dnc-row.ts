import type { DncEntry } from '@leadstream/contracts';

/** A row of `dnc_entry` as `pg` gives it. */
export interface DncRow {
  id: string;
  kind: DncEntry['kind'];
  value: string;
  channels: DncEntry['channels'];
  reason: string;
  source: string;
  evidence: DncEntry['evidence'];
  version: number;
  added_at: Date;
  expires_at: Date | null;
}

export function toDncEntry(row: DncRow): DncEntry {
  const { id, kind, value, channels, reason, source, evidence, version } = row;
  return {
    id,
    kind,
    value,
    channels,
    reason,
    source,
    addedAt: row.added_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    evidence,
    version,
  };
}

import type { OptOutReview } from '@leadstream/contracts';
import type { Actor } from '@leadstream/kernel';
import { channelsOf } from '../blocked-channels.rules.js';

export const OPT_OUT_COLUMNS = `id, lead_id, channel, channels, message_id, received_at, found_at, state, reason, confidence01, matched, extract,
  rules_version, dnc_entry_ids, closed_at, closed_by_kind, closed_by_id`;

/** A row of `opt_out_review` as `pg` gives it. */
export interface OptOutReviewRow {
  id: string;
  lead_id: string;
  channel: OptOutReview['channel'];
  channels: OptOutReview['channel'][] | null;
  message_id: string;
  received_at: Date;
  found_at: Date;
  state: OptOutReview['state'];
  reason: string;
  confidence01: number;
  matched: string[];
  extract: string | null;
  rules_version: string;
  dnc_entry_ids: string[];
  closed_at: Date | null;
  closed_by_kind: Actor['kind'] | null;
  closed_by_id: string | null;
}

export function toOptOutReview(row: OptOutReviewRow): OptOutReview {
  const { id, channel, state, reason, confidence01, matched, extract, closed_by_kind: kind, closed_by_id: by } = row;
  return {
    id,
    leadId: row.lead_id,
    channel,
    channels: [...channelsOf(row)],
    messageId: row.message_id,
    receivedAt: row.received_at.toISOString(),
    foundAt: row.found_at.toISOString(),
    state,
    reason,
    confidence01,
    matched,
    extract,
    rulesVersion: row.rules_version,
    dncEntryIds: row.dnc_entry_ids,
    closedAt: row.closed_at?.toISOString() ?? null,
    closedBy: kind === null || by === null ? null : { kind, id: by },
  };
}

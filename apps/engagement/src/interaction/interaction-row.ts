import type { Interaction } from '@leadstream/contracts';

/** A row of `interaction` as `pg` gives it. */
export interface InteractionRow {
  id: string;
  client_event_id: string;
  lead_id: string;
  kind: string;
  occurred_at: Date;
  recorded_at: Date;
  channel: Interaction['channel'];
  content: Interaction['content'];
  value: number | null;
}

export const INTERACTION_COLUMNS =
  'i.id, i.client_event_id, i.lead_id, i.kind, i.occurred_at, i.recorded_at, i.channel, i.content, i.value';

export function toInteraction(row: InteractionRow): Interaction {
  const { id, kind, channel, content, value } = row;
  return {
    id,
    clientEventId: row.client_event_id,
    leadId: row.lead_id,
    kind,
    occurredAt: row.occurred_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    channel,
    content,
    value,
  };
}

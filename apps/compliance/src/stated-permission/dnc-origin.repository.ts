import type { Tx } from '@leadstream/persistence';

const note = {
  name: 'dnc_origin_note',
  text: `INSERT INTO dnc_origin (tenant_id, event_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING RETURNING event_id AS "eventId"`,
};

/** Events whose prohibitions are on the list, or were. */
export class DncOriginRepository {
  /** @returns those of the events that were not noted before */
  async note(tx: Tx, tenantId: string, eventIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ eventId: string }>(note, [tenantId, eventIds]);
    return new Set(rows.map(({ eventId }) => eventId));
  }
}

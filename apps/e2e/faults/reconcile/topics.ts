import type pg from 'pg';
import { type Finding, judge } from './finding.ts';
import type { TopicRecord } from './read-topics.ts';

interface OutboxEvent {
  readonly id: string;
  readonly key: string;
  readonly sequence: number;
  readonly topic: string;
}

/** What comparing topics with outboxes came to. */
export interface TopicComparison {
  readonly findings: readonly Finding[];
  readonly events: number;
  /** Records that carry an event once more, which consumers must and do leave out. */
  readonly redelivered: number;
}

const SLICES = ['lead', 'engagement', 'email_events', 'compliance', 'analytics', 'gateway'];
const COMMITTED = SLICES.map(
  (
    slice,
  ) => `SELECT event_id::text AS id, partition_key AS key, (headers->>'ce_sequence')::int AS sequence, topic, id AS at, '${slice}' AS slice
              FROM ${slice}.outbox WHERE tenant_id = $1`,
).join(' UNION ALL ');

/** Per aggregate and topic: the sequence grows by one, and the topic tells it in that order. Repetitions may follow. */
function checkOrder(committed: readonly OutboxEvent[], first: ReadonlyMap<string, number>): Finding[] {
  const findings: Finding[] = [];
  for (const [stream, events] of Map.groupBy(committed, ({ topic, key }) => `${topic} ${key}`)) {
    const sequences = events.map(({ sequence }) => sequence);
    if (sequences.some((sequence, index) => sequence !== index + 1))
      findings.push({ wrong: 'disordered', where: 'outbox', what: `${stream}: ${sequences.join(',')}` });
    const places = events.flatMap(({ id }) => first.get(id) ?? []);
    if (places.some((place, index) => index > 0 && place < (places[index - 1] ?? 0)))
      findings.push({ wrong: 'disordered', where: 'topic', what: stream });
  }
  return findings;
}

/** Topics hold exactly the committed events of the tenant, each aggregate's in commit order. */
export async function compareTopics(client: pg.Client, tenantId: string, records: readonly TopicRecord[]): Promise<TopicComparison> {
  const { rows } = await client.query<OutboxEvent>(`SELECT * FROM (${COMMITTED}) AS event ORDER BY slice, at`, [tenantId]);
  const first = new Map<string, number>();
  const times = new Map<string, number>();
  records
    .filter(({ headers }) => headers['ce_tenantid'] === tenantId)
    .forEach(({ headers }, place) => {
      const id = headers['ce_id'] ?? '';
      if (!first.has(id)) first.set(id, place);
      times.set(id, (times.get(id) ?? 0) + 1);
    });
  const known = new Set(rows.map(({ id }) => id));
  const lost = rows.flatMap(({ id, topic }) => judge(`topic ${topic}`, id, first.has(id) ? 1 : 0, 1));
  const never = [...first.keys()].filter((id) => !known.has(id)).flatMap((id) => judge('topics, never committed', id, 1, 0));
  return {
    findings: [...lost, ...never, ...checkOrder(rows, first)],
    events: rows.length,
    redelivered: [...times.values()].reduce((sum, count) => sum + count - 1, 0),
  };
}

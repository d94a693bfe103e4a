import pg from 'pg';
import type { Kafka } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import { topicEnds } from './read-topics.ts';

/** A consumer group and what it reads, by plain names. */
export interface GroupSubscription {
  readonly name: string;
  readonly topics: readonly string[];
}

export interface QuiescenceOptions {
  readonly adminUrl: string;
  readonly kafka: Kafka;
  readonly topicPrefix: string;
  readonly groups: readonly GroupSubscription[];
  /** 180,000 unless given. */
  readonly withinMs?: number;
}

const SLICES = ['lead', 'engagement', 'email_events', 'compliance', 'analytics', 'gateway'];
const WAITING = SLICES.map((slice) => `(SELECT count(*) FROM ${slice}.outbox_waiting)`).join(' + ');
const IMPORTING = `SELECT count(*)::int AS count FROM lead.import WHERE status IN ('pending', 'running')`;

function slice(group: string): string {
  return (group.split('.')[0] ?? '').replaceAll('-', '_');
}

/** Why the system is not at rest yet; undefined when everything that was accepted has arrived everywhere. */
async function unrest(client: pg.Client, { kafka, topicPrefix, groups }: QuiescenceOptions): Promise<string | undefined> {
  const { rows: outbox } = await client.query<{ count: number }>(`SELECT (${WAITING})::int AS count`);
  if (outbox[0]?.count) return `${outbox[0].count} events wait in outboxes`;
  const { rows: imports } = await client.query<{ count: number }>(IMPORTING);
  if (imports[0]?.count) return `${imports[0].count} imports are under way`;
  const topics = [...new Set(groups.flatMap((group) => group.topics))];
  const ends = await topicEnds(
    kafka,
    topics.map((topic) => topicPrefix + topic),
  );
  for (const { name, topics: read } of groups) {
    const { rows } = await client.query<{ topic: string; partition: number; high_water: string }>(
      `SELECT topic, partition, high_water FROM ${slice(name)}.consumer_progress WHERE consumer_group = $1`,
      [name],
    );
    const applied = new Map(rows.map((row) => [`${topicPrefix}${row.topic}/${row.partition}`, Number(row.high_water)]));
    for (const { topic, partition, end } of ends.filter((one) => read.includes(one.topic.slice(topicPrefix.length)))) {
      const behind = end - (applied.get(`${topic}/${partition}`) ?? 0);
      if (behind > 0) return `${name} is ${behind} records behind in ${topic}/${partition}`;
    }
  }
  return undefined;
}

/**
 * Waits until outboxes are empty, imports ended and groups at the ends of their topics.
 * @returns milliseconds that it took
 * @throws Error with what is still under way when the time is over
 */
export async function quiescence(options: QuiescenceOptions): Promise<number> {
  const startedMs = performance.now();
  const client = new pg.Client({ connectionString: options.adminUrl });
  await client.connect();
  try {
    for (;;) {
      const reason = await unrest(client, options);
      const tookMs = performance.now() - startedMs;
      if (reason === undefined) return tookMs;
      if (tookMs > (options.withinMs ?? 180_000)) throw new Error(`the system does not come to rest: ${reason}`);
      await pause(100);
    }
  } finally {
    await client.end();
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { FaultSystem } from '../fault-system.ts';
import { kafkaOf, topicEnds } from '../reconcile/read-topics.ts';

const WITHIN_MS = 180_000;
const EVERY_MS = 50;

/** A group that reads one topic, and its slice. */
export interface Reader {
  readonly slice: string;
  readonly group: string;
  readonly topic: string;
}

/** How far a group has come, and how far it could. */
export interface Level {
  readonly applied: number;
  readonly end: number;
}

export async function levelOf(client: pg.Client, system: FaultSystem, { slice, group, topic }: Reader): Promise<Level> {
  const ends = await topicEnds(kafkaOf(system.brokers), [system.topicPrefix + topic]);
  const { rows } = await client.query<{ applied: number }>(
    `SELECT coalesce(sum(high_water), 0)::float8 AS applied FROM ${slice}.consumer_progress WHERE consumer_group = $1 AND topic = $2`,
    [group, topic],
  );
  return { applied: rows[0]?.applied ?? 0, end: ends.reduce((sum, { end }) => sum + end, 0) };
}

/** Waits until at most so many records are left to apply. @throws Error after three minutes */
export async function untilLagIs(client: pg.Client, system: FaultSystem, reader: Reader, atMost: number): Promise<Level> {
  const startedMs = performance.now();
  for (;;) {
    const level = await levelOf(client, system, reader);
    if (level.end - level.applied <= atMost) return level;
    if (performance.now() - startedMs > WITHIN_MS) throw new Error(`${reader.group} is still ${level.end - level.applied} records behind`);
    await pause(EVERY_MS);
  }
}

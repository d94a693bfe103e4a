import { allGroups } from '@leadstream/contracts';
import { eventually, testKafka } from '@leadstream/testing';
import type { Pool } from 'pg';
import { type AppName, schemaOf } from '../../../infra/local/index.ts';
import type { System } from './system.js';

export type Group = (typeof allGroups)[number];

/** The app that a group belongs to. */
export function appOf({ name }: Group): AppName {
  return name.split('.')[0] as AppName;
}

/** The schema that a group writes to. */
export function schemaOfGroup(group: Group): string {
  return schemaOf(appOf(group));
}

/** How many records lie below each partition's end and above its beginning. */
export async function boundsOf(system: System, topic: string): Promise<{ partition: number; low: number; end: number }[]> {
  const kafka = testKafka().admin();
  await kafka.connect();
  const offsets = await kafka.fetchTopicOffsets(system.topicName(topic)).finally(() => kafka.disconnect());
  return offsets.map(({ partition, low, high }) => ({ partition, low: Number(low), end: Number(high) }));
}

/** Resolves when the group has come to the end that its topics have now. */
export async function caughtUp(system: System, admin: Pool, group: Group, withinMs = 180_000): Promise<void> {
  for (const { name } of group.topics) {
    const ends = (await boundsOf(system, name)).filter(({ end }) => end > 0);
    const behind = async (): Promise<number[]> => {
      const { rows } = await admin.query<{ partition: number; reached: number }>(
        `SELECT partition, high_water::float8 AS reached FROM ${schemaOfGroup(group)}.consumer_progress WHERE consumer_group = $1 AND topic = $2`,
        [group.name, name],
      );
      const reached = new Map(rows.map((row) => [row.partition, row.reached]));
      return ends.filter(({ partition, end }) => (reached.get(partition) ?? 0) < end).map(({ partition }) => partition);
    };
    await eventually(
      async () => {
        const late = await behind();
        if (late.length > 0) throw new Error(`${group.name} is behind in partitions ${late.join()} of ${name}`);
      },
      { withinMs, everyMs: 250 },
    );
  }
}

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import { allGroups } from '@leadstream/contracts';
import { eventually } from '@leadstream/testing';
import type pg from 'pg';
import { type AppName, schemaOf } from '../../../../infra/local/index.ts';
import { emptyProjection, PROJECTIONS } from '../../faults/replay/state.ts';
import type { System } from '../system.js';

const REPOSITORY = fileURLToPath(new URL('../../../..', import.meta.url));

/** Groups that keep what they read, but for those that answer questions about persons, whose inbox goes with no restore. */
const KEEPERS: readonly string[] = ['email-events.ingest', 'lead.scoring', 'lead.distribution', 'lead.news', 'compliance.opt-outs'];

const appOf = (group: string): AppName => group.split('.')[0] as AppName;

/** As after a restore: every group that makes something of what it reads has lost it, and reads its topics from their beginnings. Returns when all are as far as they were. */
export async function readAllAgain(system: System, admin: pg.Pool): Promise<void> {
  const groups = allGroups.map(({ name }) => name).filter((name) => name in PROJECTIONS || KEEPERS.includes(name));
  const client = await admin.connect();
  try {
    for (const group of groups) {
      const schema = schemaOf(appOf(group));
      if (group in PROJECTIONS) await emptyProjection(client, schema, group);
      else await client.query(`DELETE FROM ${schema}.inbox WHERE consumer_group = $1`, [group]);
    }
  } finally {
    client.release();
  }
  const goals = new Map<string, Progress[]>();
  for (const group of groups) goals.set(group, await progressOf(admin, group));
  await Promise.all(
    groups.map((group) => {
      const environment = { DATABASE_URL: system.environmentOf(appOf(group))['DATABASE_URL'] };
      return promisify(execFile)(process.execPath, ['tools/replay.ts', '--group', group, '--from', 'beginning'], {
        cwd: REPOSITORY,
        env: environment,
      });
    }),
  );
  for (const [group, before] of goals) {
    await eventually(
      async () => {
        const now = await progressOf(admin, group);
        const behind = before.filter(({ at, read }) => (now.find((one) => one.at === at)?.read ?? 0) < read);
        expect([group, behind]).toEqual([group, []]);
      },
      { withinMs: 120_000 },
    );
  }
}

/** How far a group has read a partition. */
interface Progress {
  readonly at: string;
  readonly read: number;
}

async function progressOf(admin: pg.Pool, group: string): Promise<Progress[]> {
  const { rows } = await admin.query<Progress>(
    `SELECT topic || '/' || partition AS at, high_water::float8 AS read FROM ${schemaOf(appOf(group))}.consumer_progress WHERE consumer_group = $1`,
    [group],
  );
  return rows;
}

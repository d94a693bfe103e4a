import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { schemaOf } from '../../../../infra/local/index.ts';
import type { Service } from '../network.ts';
import type { Scenario, Stage } from '../stage.ts';

const FROZEN_MS = 45_000;
/** Longer than a session of a consumer, so that others take over and the frozen one is a zombie when it wakes. */
const BRIEFLY_FROZEN_MS = 15_000;
const VICTIMS: readonly Service[] = ['compliance', 'engagement', 'email-events', 'analytics', 'lead'];

/** Claims of partitions so far: each one fences out whoever held the partition before. */
async function claims(stage: Stage, service: Service): Promise<number> {
  const client = new pg.Client({ connectionString: stage.system.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ claims: number }>(
    `SELECT coalesce(sum(fencing_token), 0)::int AS claims FROM ${schemaOf(service)}.consumer_progress`,
  );
  await client.end();
  return rows[0]?.claims ?? 0;
}

async function freeze(stage: Stage, victim: Service, frozenMs: number): Promise<void> {
  const { system } = stage;
  const replica = await system.addReplica(victim, { name: 'second' });
  await stage.recovered();
  const before = await claims(stage, victim);
  system.apps.kill(victim, 'SIGSTOP');
  await pause(frozenMs);
  const taken = (await claims(stage, victim)) - before;
  system.apps.kill(victim, 'SIGCONT');
  stage.demand(victim === 'lead' || taken > 0, `${victim}: nobody took over the partitions of the frozen process`);
  await stage.recovered();
  stage.notes.push(`${victim}: ${taken} partitions were claimed while it was frozen`);
  await system.removeReplica(replica);
  await stage.recovered();
}

/** One of two processes of a service stops without closing anything, and wakes long after others have taken over. */
export const frozenProcess: Scenario = {
  name: 'freeze',
  title: 'SIGSTOP of one of two processes, zombie fencing',
  async run(stage) {
    const frozenMs = stage.brief ? BRIEFLY_FROZEN_MS : FROZEN_MS;
    const victims = stage.brief ? [stage.random.for('victims').pick(VICTIMS)] : VICTIMS;
    stage.load.start();
    for (const victim of victims) {
      await freeze(stage, victim, frozenMs);
      stage.say(`${victim} woke`);
    }
    return stage.end(`${frozenMs / 1_000} s frozen: ${victims.join(', ')}`);
  },
};

import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { schemaOf } from '../../../../infra/local/index.ts';
import type { Service } from '../network.ts';
import type { Scenario, Stage } from '../stage.ts';

const FROZEN_MS = 45_000;
/** Longer than a session of a consumer, so that others take over and the frozen one is a zombie when it wakes. */
const BRIEFLY_FROZEN_MS = 15_000;
const CONSUMING: readonly Service[] = ['compliance', 'engagement', 'email-events', 'analytics'];
const VICTIMS: readonly Service[] = [...CONSUMING, 'lead'];
/** A session of ten seconds, the others' next heartbeat and their claims, on a machine that has other things to do. */
const TAKEN_WITHIN_MS = 45_000;

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

/** Freezes for the given time, and until others have taken over: on a busy machine a session lasts longer than it says. */
async function freezeUntilTaken(stage: Stage, victim: Service, frozenMs: number): Promise<number> {
  const before = await claims(stage, victim);
  const startedMs = performance.now();
  stage.system.apps.kill(victim, 'SIGSTOP');
  for (;;) {
    await pause(500);
    const taken = (await claims(stage, victim)) - before;
    const lastedMs = performance.now() - startedMs;
    const isTaken = taken > 0 || !CONSUMING.includes(victim);
    if ((lastedMs >= frozenMs && isTaken) || lastedMs > frozenMs + TAKEN_WITHIN_MS) return taken;
  }
}

async function freeze(stage: Stage, victim: Service, frozenMs: number): Promise<void> {
  const { system } = stage;
  const replica = await system.addReplica(victim, { name: 'second' });
  await stage.recovered();
  const taken = await freezeUntilTaken(stage, victim, frozenMs);
  system.apps.kill(victim, 'SIGCONT');
  stage.demand(taken > 0 || !CONSUMING.includes(victim), `${victim}: nobody took over the partitions of the frozen process`);
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
